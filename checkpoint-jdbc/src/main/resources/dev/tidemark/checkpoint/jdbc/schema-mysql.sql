-- The tables of Tidemark's checkpoints in MySQL and MariaDB. Times are seconds since 1970.
CREATE TABLE IF NOT EXISTS tidemark_shard (
  shard_key VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  format SMALLINT NOT NULL,
  frontier VARCHAR(150) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version BIGINT NOT NULL,
  slots MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS tidemark_batch (
  shard_key VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  last_position VARCHAR(150) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claim VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  format SMALLINT NOT NULL,
  first_position VARCHAR(150) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  records INTEGER NOT NULL,
  arrived DECIMAL(28, 9) NOT NULL,
  cut VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  status VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  owner VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  lease_until DECIMAL(28, 9) NOT NULL,
  attempt INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  done_rest VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin,
  done_low MEDIUMBLOB,
  done_high MEDIUMBLOB,
  attempts MEDIUMBLOB,
  in_flight MEDIUMBLOB,
  in_flight_attempt INTEGER NOT NULL,
  deaths MEDIUMBLOB,
  error TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  created_at DECIMAL(28, 9) NOT NULL,
  updated_at DECIMAL(28, 9) NOT NULL,
  expires_at DECIMAL(28, 9),
  PRIMARY KEY (shard_key, last_position, claim),
  KEY tidemark_batch_expires_at (expires_at)
) ENGINE = InnoDB;
