"""The services of Mercado, and the runtime that they share."""

import os

# Of what gRPC can be told, only this rules TLS 1.2 out: no key of a workload is for such a cipher,
# and those of TLS 1.3 are always there. It is read when gRPC is imported.
os.environ.setdefault("GRPC_SSL_CIPHER_SUITES", "ECDHE-RSA-AES256-GCM-SHA384")
