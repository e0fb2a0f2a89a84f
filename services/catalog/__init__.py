"""The catalog: the products that Mercado sells, and their prices."""
