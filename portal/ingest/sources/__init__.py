"""Sources: finding a publisher's feed, lists of feeds (OPML), aggregators, and how a source is doing."""
