"""What tests of this room share with those of delivery."""

from tests.delivery.mail_servers import trusting
from tests.delivery.sign_in_servers import cloud, url

__all__ = ["cloud", "trusting", "url"]
