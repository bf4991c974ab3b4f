"""What stands around each request: security headers, hosts, query parameters, rendering, assets."""
