"""Files between a platform and this machine, whatever the platform. Knows none of them."""
