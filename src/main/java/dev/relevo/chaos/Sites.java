package dev.relevo.chaos;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The upstreams of all cells, and the configuration that leads to them. */
final class Sites implements AutoCloseable {
    private final Map<Cell, Site> open = new HashMap<>();
    private final StringBuilder providers = new StringBuilder("providers:\n");
    private final StringBuilder pools = new StringBuilder("models:\n");

    private Sites() {}

    /** @param seed decides where faults strike */
    static Sites open(List<Cell> cells, long seed) throws IOException {
        Certificates certificates = new Certificates();
        Sites sites = new Sites();
        for (Cell cell : cells) {
            Site site = Site.open(cell, seed, certificates);
            sites.open.put(cell, site);
            site.writeProviders(sites.providers);
            site.writePools(sites.pools);
        }
        return sites;
    }

    /** Providers and models, in YAML. */
    String configuration() {
        return providers.toString() + pools;
    }

    /** The cell's upstreams, once; whoever takes them closes them. */
    synchronized Site take(Cell cell) {
        Site site = open.remove(cell);
        if (site == null) {
            throw new IllegalArgumentException(cell.title() + " ran before");
        }
        return site;
    }

    @Override
    public synchronized void close() {
        open.values().forEach(Site::close);
    }
}
