"""The layer around each request: security headers, allowed hosts, query parameters, rendering, assets."""
