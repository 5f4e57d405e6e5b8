-- The tables of Tidemark's checkpoints in PostgreSQL. Times are seconds since 1970.
CREATE TABLE IF NOT EXISTS tidemark_shard (
  shard_key VARCHAR(400) COLLATE "C" NOT NULL PRIMARY KEY,
  format SMALLINT NOT NULL,
  frontier VARCHAR(150) COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  slots TEXT COLLATE "C" NOT NULL
);

CREATE TABLE IF NOT EXISTS tidemark_batch (
  shard_key VARCHAR(400) COLLATE "C" NOT NULL,
  last_position VARCHAR(150) COLLATE "C" NOT NULL,
  claim VARCHAR(64) COLLATE "C" NOT NULL,
  format SMALLINT NOT NULL,
  first_position VARCHAR(150) COLLATE "C" NOT NULL,
  records INTEGER NOT NULL,
  arrived NUMERIC(28, 9) NOT NULL,
  cut VARCHAR(16) COLLATE "C",
  status VARCHAR(20) COLLATE "C" NOT NULL,
  owner VARCHAR(64) COLLATE "C" NOT NULL,
  lease_until NUMERIC(28, 9) NOT NULL,
  attempt INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  done_rest VARCHAR(20) COLLATE "C",
  done_low BYTEA,
  done_high BYTEA,
  attempts BYTEA,
  in_flight BYTEA,
  in_flight_attempt INTEGER NOT NULL,
  deaths BYTEA,
  error TEXT,
  created_at NUMERIC(28, 9) NOT NULL,
  updated_at NUMERIC(28, 9) NOT NULL,
  expires_at NUMERIC(28, 9),
  PRIMARY KEY (shard_key, last_position, claim)
);

CREATE INDEX IF NOT EXISTS tidemark_batch_expires_at
  ON tidemark_batch (expires_at) WHERE expires_at IS NOT NULL;
