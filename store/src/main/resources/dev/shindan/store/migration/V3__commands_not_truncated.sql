-- TRUNCATE fires no trigger of rows. In SQLite there is no such statement.

${refuse_truncation}
