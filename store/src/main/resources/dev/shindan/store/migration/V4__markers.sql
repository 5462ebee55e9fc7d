-- Changes that pipelines told of. The key is a SHA-256, as a pipeline's own words may be of any length.

CREATE TABLE markers (
  key_hash TEXT NOT NULL PRIMARY KEY,
  at_millis BIGINT NOT NULL,
  told_at_millis BIGINT NOT NULL,
  change_json TEXT NOT NULL
);

CREATE INDEX markers_by_time ON markers (at_millis);
