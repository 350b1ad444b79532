/** What was measured, as figures: medians, ratios of one round, targets beside them, as text and as JSON. */
package io.sidecore.bench.report;
