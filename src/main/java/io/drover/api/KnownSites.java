package io.drover.api;

import io.drover.http.Problem;
import io.drover.site.Site;
import io.drover.site.Sites;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Looks sites up by the names that requests give. */
record KnownSites(Sites sites) {

    /** The site that the path names; 404 listing those there are. */
    Site ofPath(ApiRequest request) {
        return sites.find(request.path("site"))
                .orElseThrow(() -> new Problem(404, "There is no such site; there are " + names()).exception());
    }

    /** The site that the parameter names, else all; 400 where there is none of that name. */
    Collection<Site> ofQuery(ApiRequest request) {
        return request.query("site", this::named)
                .<Collection<Site>>map(List::of)
                .orElseGet(sites::all);
    }

    /** @throws IllegalArgumentException naming those there are */
    Site named(String name) {
        return sites.find(name)
                .orElseThrow(() -> new IllegalArgumentException("There is no such site; there are " + names()));
    }

    private String names() {
        return sites.all().stream().map(Site::name).collect(Collectors.joining(", "));
    }
}
