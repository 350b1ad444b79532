/** What commands that look at something again and again have in common: when to look, and JSON. */
package io.sidecore.tools.report;
