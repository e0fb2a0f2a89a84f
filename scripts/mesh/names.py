"""Names that whoever hands out secrets shares with whoever is compiled to find them."""

from typing import Final

# A person, or a job that a person starts: the name of an identity, and of a user of the broker.
OPERATOR: Final = "operator"

# In the folder of an identity: the link to its current version, and what is in that.
CURRENT: Final = "current"
CERTIFICATE: Final = "tls.crt"
PRIVATE_KEY: Final = "tls.key"
AUTHORITIES: Final = "authorities.crt"
