/** What a run of the JCStress suite has shown, and what it has not: read from JCStress's results, printed, and written as one page. */
package io.sidecore.stress.report;
