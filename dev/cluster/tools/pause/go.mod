module media-insights/cluster/tools/pause

go 1.26.5
