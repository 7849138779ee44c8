"""The only place that knows everything: settings, urls, middleware, command line."""
