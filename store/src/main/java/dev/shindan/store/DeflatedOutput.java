package dev.shindan.store;

import dev.shindan.agent.tool.RawOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterOutputStream;
import org.jdbi.v3.core.Handle;

/**
 * A raw output as it is stored, deflated.
 *
 * @param sizeBytes its size before
 */
record DeflatedOutput(String hash, long omittedBytes, int sizeBytes, byte[] deflated) {
  static DeflatedOutput of(RawOutput raw) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(kept)) {
      deflater.write(raw.bytes());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new DeflatedOutput(
        raw.hash(), raw.omittedBytes(), raw.bytes().length, kept.toByteArray());
  }

  RawOutput inflated() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(sizeBytes);
    try (InflaterOutputStream inflater = new InflaterOutputStream(bytes)) {
      inflater.write(deflated);
    } catch (IOException broken) {
      throw new UncheckedIOException("the stored output " + hash + " is damaged", broken);
    }
    return new RawOutput(bytes.toByteArray(), omittedBytes);
  }

  /** Equal output is kept once for each investigation. */
  void insert(Handle handle, String investigation) {
    handle
        .createUpdate(
            """
            INSERT INTO raw_outputs (investigation, hash, omitted_bytes, size_bytes, deflated)
            VALUES (:investigation, :hash, :omitted, :size, :deflated)
            ON CONFLICT (investigation, hash) DO NOTHING\
            """)
        .bind("investigation", investigation)
        .bind("hash", hash)
        .bind("omitted", omittedBytes)
        .bind("size", sizeBytes)
        .bind("deflated", deflated)
        .execute();
  }

  static Optional<DeflatedOutput> find(Handle handle, String investigation, String hash) {
    return handle
        .createQuery(
            """
            SELECT omitted_bytes, size_bytes, deflated FROM raw_outputs
            WHERE investigation = :investigation AND hash = :hash\
            """)
        .bind("investigation", investigation)
        .bind("hash", hash)
        .map(
            (row, _) ->
                new DeflatedOutput(
                    hash,
                    row.getLong("omitted_bytes"),
                    row.getInt("size_bytes"),
                    row.getBytes("deflated")))
        .findOne();
  }
}
