-- One text for SQLite and PostgreSQL. Times are epoch milliseconds, documents are JSON.

CREATE TABLE entries (
  investigation TEXT NOT NULL,
  number BIGINT NOT NULL,
  at_millis BIGINT NOT NULL,
  version INTEGER NOT NULL,
  event TEXT NOT NULL,
  -- the fence: of two workers that append the same number, one fails
  PRIMARY KEY (investigation, number)
);

CREATE TABLE raw_outputs (
  investigation TEXT NOT NULL,
  hash TEXT NOT NULL,
  omitted_bytes BIGINT NOT NULL,
  size_bytes BIGINT NOT NULL,
  deflated ${binary} NOT NULL,
  PRIMARY KEY (investigation, hash)
);

-- The row of an inbox is also the lock between a message that comes in and an investigation that ends.
CREATE TABLE inboxes (
  investigation TEXT NOT NULL PRIMARY KEY,
  last_message BIGINT NOT NULL
);

CREATE TABLE messages (
  investigation TEXT NOT NULL,
  number BIGINT NOT NULL,
  at_millis BIGINT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (investigation, number)
);

CREATE TABLE incidents (
  id TEXT NOT NULL PRIMARY KEY,
  investigation TEXT NOT NULL UNIQUE,
  opened_at_millis BIGINT NOT NULL,
  incident TEXT NOT NULL,
  state TEXT NOT NULL,
  queued_at_millis BIGINT NOT NULL,
  worker TEXT NOT NULL,
  leased_until_millis BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  ended_at_millis BIGINT,
  summary TEXT
);

CREATE INDEX incidents_by_age ON incidents (opened_at_millis, id);
CREATE INDEX incidents_by_state ON incidents (state, queued_at_millis);

-- Keys are SHA-256, because what a monitoring system sends has neither a length limit nor a safe alphabet.
CREATE TABLE deliveries (
  delivery_hash TEXT NOT NULL PRIMARY KEY,
  alert_hash TEXT NOT NULL,
  at_millis BIGINT NOT NULL,
  alert TEXT NOT NULL,
  incident TEXT
);

CREATE INDEX deliveries_by_alert ON deliveries (alert_hash, at_millis);

-- A row to lock, so that two processes do not open two incidents for alerts that belong together.
CREATE TABLE gates (
  name TEXT NOT NULL PRIMARY KEY,
  turns BIGINT NOT NULL
);

INSERT INTO gates (name, turns) VALUES ('intake', 0);
