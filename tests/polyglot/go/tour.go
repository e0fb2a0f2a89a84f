// Tour calls the catalog through the gateway and tells what it saw.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	catalogv1 "mercado.mesh/go/mercado/catalog/v1"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: tour HOST:PORT")
	}
	conn, err := grpc.NewClient(os.Args[1], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	if err := tour(context.Background(), catalogv1.NewCatalogServiceClient(conn)); err != nil {
		log.Fatal(err)
	}
}

func tour(ctx context.Context, catalog catalogv1.CatalogServiceClient) error {
	listing, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	listed, err := catalog.ListProducts(listing, &catalogv1.ListProductsRequest{PageSize: 3})
	if err != nil {
		return fmt.Errorf("list: %w", err)
	}
	fmt.Println("list:", names(listed.GetProducts()))

	getting, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	first := listed.GetProducts()[0].GetName()
	product, err := catalog.GetProduct(getting, &catalogv1.GetProductRequest{Name: first})
	if err != nil {
		return fmt.Errorf("get: %w", err)
	}
	price := product.GetPrice()
	fmt.Printf("get: %s %q %s %d.%02d\n", product.GetName(), product.GetDisplayName(),
		price.GetCurrencyCode(), price.GetUnits(), price.GetNanos()/10_000_000)

	searching, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	search := &catalogv1.SearchProductsRequest{Query: "coffee", PageSize: 3}
	found, err := catalog.SearchProducts(searching, search)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	fmt.Println("search coffee:", names(found.GetProducts()))

	missing, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	_, err = catalog.GetProduct(missing, &catalogv1.GetProductRequest{Name: "products/does-not-exist"})
	fmt.Println("missing:", explain(err))

	hurried, cancel := context.WithTimeout(ctx, time.Millisecond)
	defer cancel()
	_, err = catalog.ListProducts(hurried, &catalogv1.ListProductsRequest{PageSize: 200})
	fmt.Println("late:", explain(err))
	return nil
}

func names(products []*catalogv1.Product) string {
	all := make([]string, len(products))
	for i, product := range products {
		all[i] = product.GetName()
	}
	return strings.Join(all, ", ")
}

func explain(err error) string {
	failure := status.Convert(err)
	words := []string{code.Code(failure.Code()).String()}
	for _, detail := range failure.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			words = append(words, "reason="+detail.GetReason(), "domain="+detail.GetDomain())
		case *errdetails.ResourceInfo:
			words = append(words, "resource="+detail.GetResourceName())
		}
	}
	return strings.Join(words, " ")
}
