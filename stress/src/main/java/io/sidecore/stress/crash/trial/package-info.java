/**
 * What all trials have in common: a trial is one kind of structure with the roles that its slots play, and with what the crash contract
 * promises of it.
 *
 * <p>A role leaves its record in a ledger, in memory that outlives it; when all have gone, the trial compares the ledgers.
 */
package io.sidecore.stress.crash.trial;
