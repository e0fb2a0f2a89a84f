import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.type.Money;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import mesh.mercado.catalog.v1.CatalogServiceGrpc;
import mesh.mercado.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import mesh.mercado.catalog.v1.GetProductRequest;
import mesh.mercado.catalog.v1.ListProductsRequest;
import mesh.mercado.catalog.v1.Product;
import mesh.mercado.catalog.v1.SearchProductsRequest;

/** Calls the catalog through the gateway and tells what it saw. */
public final class Tour {

  private final CatalogServiceBlockingStub catalog;

  private Tour(ManagedChannel channel) {
    catalog = CatalogServiceGrpc.newBlockingStub(channel);
  }

  public static void main(String[] args) throws Exception {
    ManagedChannel channel =
        Grpc.newChannelBuilder(args[0], InsecureChannelCredentials.create()).build();
    try {
      new Tour(channel).run();
    } finally {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  private void run() throws Exception {
    var list = ListProductsRequest.newBuilder().setPageSize(3).build();
    var listed = within(2000).listProducts(list).getProductsList();
    System.out.println("list: " + names(listed));

    var product = within(2000).getProduct(named(listed.get(0).getName()));
    System.out.printf(
        "get: %s \"%s\" %s%n",
        product.getName(), product.getDisplayName(), text(product.getPrice()));

    var search = SearchProductsRequest.newBuilder().setQuery("coffee").setPageSize(3).build();
    System.out.println(
        "search coffee: " + names(within(2000).searchProducts(search).getProductsList()));

    var missing = named("products/does-not-exist");
    System.out.println("missing: " + failure(() -> within(2000).getProduct(missing)));

    var all = ListProductsRequest.newBuilder().setPageSize(200).build();
    System.out.println("late: " + failure(() -> within(1).listProducts(all)));
  }

  private CatalogServiceBlockingStub within(long milliseconds) {
    return catalog.withDeadlineAfter(milliseconds, TimeUnit.MILLISECONDS);
  }

  private static GetProductRequest named(String name) {
    return GetProductRequest.newBuilder().setName(name).build();
  }

  private static String names(List<Product> products) {
    return products.stream().map(Product::getName).collect(Collectors.joining(", "));
  }

  private static String text(Money money) {
    return String.format(
        "%s %d.%02d", money.getCurrencyCode(), money.getUnits(), money.getNanos() / 10_000_000);
  }

  private static String failure(Callable<?> call) throws Exception {
    try {
      call.call();
      return "OK";
    } catch (StatusRuntimeException error) {
      var words = new StringBuilder(error.getStatus().getCode().name());
      for (Any detail : StatusProto.fromThrowable(error).getDetailsList()) {
        words.append(text(detail));
      }
      return words.toString();
    }
  }

  private static String text(Any detail) throws InvalidProtocolBufferException {
    if (detail.is(ErrorInfo.class)) {
      var info = detail.unpack(ErrorInfo.class);
      return " reason=" + info.getReason() + " domain=" + info.getDomain();
    }
    if (detail.is(ResourceInfo.class)) {
      return " resource=" + detail.unpack(ResourceInfo.class).getResourceName();
    }
    return "";
  }
}
