/**
 * Status rows in PostgreSQL, MySQL or MariaDB, and the effects that a handler has committed with
 * them in one transaction.
 *
 * <p>A {@link javax.sql.DataSource} of the caller's gives the connections: driver, pool and their
 * settings are the caller's choice. Payload objects live elsewhere, in S3 for example.
 */
@NullMarked
package dev.tidemark.checkpoint.jdbc;

import org.jspecify.annotations.NullMarked;
