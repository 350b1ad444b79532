/** What commands that report have in common: when to look again, JSON, pages and plots. */
package io.sidecore.tools.report;
