/** The command that measures system calls through pages against direct ones; what it runs is in the packages below. */
package io.sidecore.bench.calls;
