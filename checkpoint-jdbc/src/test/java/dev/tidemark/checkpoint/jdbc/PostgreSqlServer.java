package dev.tidemark.checkpoint.jdbc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.tukaani.xz.XZInputStream;

/** A PostgreSQL server from its binaries on the class path. */
final class PostgreSqlServer {

  private PostgreSqlServer() {}

  static Database start() throws IOException {
    Path home = DatabaseProcess.directory("postgresql");
    unpack(home);
    String data = home.resolve("data").toString();
    String bin = home.resolve("bin").toString();
    DatabaseProcess.run(
        home,
        DatabaseProcess.unprivileged(
            List.of(
                bin + "/initdb",
                "-D",
                data,
                "-U",
                "tidemark",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync")));
    int port = DatabaseProcess.freePort();
    DatabaseProcess process =
        DatabaseProcess.start(
            home,
            DatabaseProcess.unprivileged(
                List.of(
                    bin + "/postgres",
                    "-D",
                    data,
                    "-p",
                    String.valueOf(port),
                    "-k",
                    "",
                    "-h",
                    "127.0.0.1",
                    "-F",
                    "-c",
                    "max_connections=50")));
    var source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres");
    source.setUser("tidemark");
    return Database.ready(process, source, Dialect.POSTGRESQL);
  }

  private static void unpack(Path home) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-x", "--no-same-owner", "-C", home.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var in = new XZInputStream(DatabaseProcess.resource("/postgres-linux-x86_64.txz"));
        OutputStream out = tar.getOutputStream()) {
      in.transferTo(out);
    }
    tar.onExit().join();
  }
}
