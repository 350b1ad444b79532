package io.sidecore.tools.region.kind;

/**
 * Something that is so, in words and as a value.
 *
 * @param name  for people
 * @param text  for people
 * @param key   for JSON
 * @param value a number, a string, or null for what cannot be known
 */
public record Fact(String name, String text, String key, Object value) {}
