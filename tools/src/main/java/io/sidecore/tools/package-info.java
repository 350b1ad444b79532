/**
 * The command line: {@code ./sidecore COMMAND}.
 *
 * <p>A command is a picocli command that implements {@link io.sidecore.tools.Command} and is named as a service; modules below
 * this one add theirs that way. Exit codes: 0 done, 1 the work failed, 2 wrong usage, 3 a result is not as it must be.
 */
package io.sidecore.tools;
