/** Looking at the engines of a running process from outside: {@code stat PID}. Nothing is ever written to its memory. */
package io.sidecore.tools.engine;
