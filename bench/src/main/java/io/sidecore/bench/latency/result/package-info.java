/** What the latency rig has measured: records for tables, plots and reports, and the files of HdrHistogram. */
package io.sidecore.bench.latency.result;
