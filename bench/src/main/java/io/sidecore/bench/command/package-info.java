/** What the commands that measure families have in common. */
package io.sidecore.bench.command;
