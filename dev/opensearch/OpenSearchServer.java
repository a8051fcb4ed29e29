// OpenSearch in one JVM, its modules from the classpath as in its own test nodes: no bootstrap checks, no TLS, no users.
// For tests on loopback. Usage: OpenSearchServer HOME PORT; says READY on stderr when it answers.
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

public class OpenSearchServer {
    static final String PAINLESS = "org.opensearch.painless.PainlessModulePlugin";
    static final String[] MODULES = {
        "org.opensearch.transport.Netty4ModulePlugin",
        "org.opensearch.analysis.common.CommonAnalysisModulePlugin",
        PAINLESS,
        "org.opensearch.index.reindex.ReindexModulePlugin", // _delete_by_query
        "org.opensearch.index.mapper.MapperExtrasModulePlugin",
        "org.opensearch.knn.plugin.KNNPlugin", // vectors
    };

    static class ServerNode extends Node {
        ServerNode(Environment environment, List<PluginInfo> modules) {
            super(environment, modules, true);
        }
    }

    public static void main(String[] args) throws Exception {
        Path home = Paths.get(args[0]).toAbsolutePath();
        Files.createDirectories(home.resolve("config"));
        Settings settings = Settings.builder()
            .put("path.home", home).put("path.data", home.resolve("data")).put("path.logs", home.resolve("logs"))
            .put("cluster.name", "tests").put("node.name", "one").put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1").put("http.port", args[1]).put("transport.port", "0")
            .put("http.type", "netty4").put("transport.type", "netty4")
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("action.auto_create_index", false)
            .build();
        List<PluginInfo> modules = new ArrayList<>();
        for (String name : MODULES) {
            List<String> extended = name.equals(PAINLESS) ? List.of() : List.of(PAINLESS); // k-NN has functions for it
            modules.add(new PluginInfo(name, "module", "NA", Version.CURRENT, "21", name, null, extended, false));
        }
        Node node = new ServerNode(new Environment(settings, home.resolve("config")), modules);
        node.start();
        System.err.println("READY " + Version.CURRENT);
        Thread.currentThread().join();
    }
}
