-- The record of every command sent to a host, or denied. Rows are added and never changed.

CREATE TABLE commands (
  id TEXT NOT NULL PRIMARY KEY,
  at_millis BIGINT NOT NULL,
  host TEXT NOT NULL,
  asker TEXT NOT NULL,
  -- a JSON list, because PostgreSQL text cannot hold every character
  argv TEXT NOT NULL,
  -- after which it has ended, whatever became of the process that sent it
  expires_at_millis BIGINT NOT NULL,
  -- why it was not sent
  denied TEXT
);

CREATE INDEX commands_by_host ON commands (host, at_millis);
CREATE INDEX commands_by_time ON commands (at_millis);

CREATE TABLE command_endings (
  command TEXT NOT NULL PRIMARY KEY,
  outcome TEXT NOT NULL,
  status INTEGER,
  bytes BIGINT NOT NULL,
  took_millis BIGINT NOT NULL
);

-- A row for each host: locked while its commands are counted, and how it was seen strained last.
CREATE TABLE host_gates (
  host TEXT NOT NULL PRIMARY KEY,
  turns BIGINT NOT NULL,
  strained_at_millis BIGINT NOT NULL,
  strain TEXT NOT NULL
);

${refuse_changes}
