/** Calls the catalog through the gateway, by gRPC or gRPC-Web, and tells what it saw. */
import { type Client, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcTransport, createGrpcWebTransport } from "@connectrpc/connect-node";
import { Code } from "@mercado/client/google/rpc/code_pb.js";
import { ErrorInfoSchema, ResourceInfoSchema } from "@mercado/client/google/rpc/error_details_pb.js";
import type { Money } from "@mercado/client/google/type/money_pb.js";
import { CatalogService } from "@mercado/client/mercado/catalog/v1/catalog_service_pb.js";
import type { Product } from "@mercado/client/mercado/catalog/v1/product_pb.js";

async function tour(catalog: Client<typeof CatalogService>): Promise<void> {
  const listed = await catalog.listProducts({ pageSize: 3 });
  console.log(`list: ${names(listed.products)}`);

  const product = await catalog.getProduct({ name: listed.products[0]?.name });
  console.log(`get: ${product.name} "${product.displayName}" ${product.price && money(product.price)}`);

  const found = await catalog.searchProducts({ query: "coffee", pageSize: 3 });
  console.log(`search coffee: ${names(found.products)}`);

  const missing = catalog.getProduct({ name: "products/does-not-exist" });
  console.log(`missing: ${await failure(missing)}`);

  const late = catalog.listProducts({ pageSize: 200 }, { timeoutMs: 1 });
  console.log(`late: ${await failure(late)}`);
}

function names(products: Product[]): string {
  return products.map((product) => product.name).join(", ");
}

function money({ currencyCode, units, nanos }: Money): string {
  const cents = Math.trunc(nanos / 10_000_000);
  return `${currencyCode} ${units}.${cents.toString().padStart(2, "0")}`;
}

async function failure(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "OK";
  } catch (reason) {
    const error = ConnectError.from(reason);
    return [
      Code[error.code],
      ...error.findDetails(ErrorInfoSchema).map((e) => `reason=${e.reason} domain=${e.domain}`),
      ...error.findDetails(ResourceInfoSchema).map((r) => `resource=${r.resourceName}`),
    ].join(" ");
  }
}

const transports = { grpc: createGrpcTransport, "grpc-web": createGrpcWebTransport };
const [gateway, protocol] = process.argv.slice(2);
if (!gateway || (protocol !== "grpc" && protocol !== "grpc-web")) {
  throw new Error("usage: tour HOST:PORT grpc|grpc-web");
}
const options = { baseUrl: `http://${gateway}`, httpVersion: "2", defaultTimeoutMs: 2000 } as const;
await tour(createClient(CatalogService, transports[protocol](options)));
