package dev.tidemark.proof.explore;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text that is the same for two object graphs exactly when no code could tell them apart by their
 * contents: every instance field of every class of the project, in order, and what the collections
 * of the JDK hold. Sets and maps are put in order. An object that is met again, of a class that may
 * change, is named by its number, so that sharing is seen, too; values are written out each time.
 *
 * <p>A type that it does not know is refused rather than passed over. Not thread-safe; it remembers
 * the fields of the classes that it has met.
 */
final class Structure {

  private static final String PROJECT = "dev.tidemark.";

  private final Map<Class<?>, List<Field>> fields = new HashMap<>();
  private final Map<Class<?>, Boolean> values = new HashMap<>();
  private final IdentityHashMap<Object, String> names = new IdentityHashMap<>();

  /**
   * Gives a value a short name, by which it is written from now on. Whoever does that sees to it
   * that there is no equal value beside it, or the two are told apart.
   */
  void name(Object value) {
    names.put(value, "$" + names.size() + ";");
  }

  /** The text of these objects, one behind the other. */
  String of(Object... roots) {
    var out = new StringBuilder(1 << 10);
    var seen = new IdentityHashMap<Object, Integer>();
    for (Object root : roots) {
      write(root, out, seen);
    }
    return out.toString();
  }

  /** The instance fields of a class of the project and of its superclasses. */
  List<Field> fieldsOf(Class<?> type) {
    return fields.computeIfAbsent(type, Structure::findFields);
  }

  private static List<Field> findFields(Class<?> type) {
    var found = new ArrayList<Field>();
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      if (!isOfTheProject(at) && at != Record.class) {
        throw new IllegalArgumentException("cannot look into " + at.getName());
      }
      for (Field field : at.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          found.add(field);
        }
      }
    }
    return List.copyOf(found);
  }

  private static boolean isOfTheProject(Class<?> type) {
    return type.getName().startsWith(PROJECT) && !type.isHidden() && !type.isSynthetic();
  }

  private void write(
      @Nullable Object value, StringBuilder out, IdentityHashMap<Object, Integer> seen) {
    switch (value) {
      case null -> out.append('~');
      case String text -> out.append('"').append(text.length()).append(':').append(text);
      case Number number when isPlain(number) -> out.append(number).append(';');
      case Boolean flag -> out.append(flag ? 'T' : 'F');
      case Enum<?> constant -> out.append(constant.name()).append(';');
      case Instant time ->
          out.append('@')
              .append(time.getEpochSecond())
              .append('.')
              .append(time.getNano())
              .append(';');
      case Duration length -> out.append('d').append(length.toNanos()).append(';');
      case BitSet bits -> out.append(bits);
      case Optional<?> maybe -> write(maybe.orElse(null), out.append('?'), seen);
      case Collection<?> many -> writeAll(many, out, seen);
      case Map<?, ?> map -> writeMap(map, out);
      default -> writeOther(Objects.requireNonNull(value), out, seen);
    }
  }

  private static boolean isPlain(Number number) {
    return number instanceof Integer || number instanceof Long || number instanceof Byte;
  }

  private void writeAll(
      Collection<?> many, StringBuilder out, IdentityHashMap<Object, Integer> seen) {
    boolean ordered = many instanceof List || many instanceof ArrayDeque;
    if (!ordered && !(many instanceof Set)) {
      throw new IllegalArgumentException("neither list, queue nor set: " + many.getClass());
    }
    if (ordered) {
      out.append('[');
      for (Object one : many) {
        write(one, out, seen);
      }
      out.append(']');
    } else {
      out.append(sorted(many.stream().map(this::value).toList()));
    }
  }

  private void writeMap(Map<?, ?> map, StringBuilder out) {
    out.append(
        sorted(
            map.entrySet().stream()
                .map(entry -> value(entry.getKey()) + '=' + value(entry.getValue()))
                .toList()));
  }

  /** What has no order must not hold what may change: its number would depend on the order. */
  private String value(@Nullable Object element) {
    var out = new StringBuilder();
    var seen = new IdentityHashMap<Object, Integer>();
    write(element, out, seen);
    if (!seen.isEmpty()) {
      throw new IllegalArgumentException("a set or map holds what may change: " + seen.keySet());
    }
    return out.toString();
  }

  private static String sorted(List<String> texts) {
    return texts.stream().sorted().toList().toString();
  }

  private void writeOther(Object value, StringBuilder out, IdentityHashMap<Object, Integer> seen) {
    Class<?> type = value.getClass();
    if (type.isArray()) {
      writeArray(value, out, seen);
      return;
    }
    String name = names.get(value);
    if (name != null) {
      out.append(name);
      return;
    }
    if (!isOfTheProject(type)) {
      throw new IllegalArgumentException("cannot look into a " + type.getName());
    }
    if (!isValue(type)) {
      Integer number = seen.putIfAbsent(value, seen.size());
      if (number != null) {
        out.append('#').append(number).append(';');
        return;
      }
    }
    out.append(type.getName(), PROJECT.length(), type.getName().length()).append('(');
    for (Field field : fieldsOf(type)) {
      write(get(field, value), out, seen);
    }
    out.append(')');
  }

  private void writeArray(Object array, StringBuilder out, IdentityHashMap<Object, Integer> seen) {
    switch (array) {
      case int[] numbers -> out.append(Arrays.toString(numbers));
      case byte[] bytes -> out.append(Arrays.toString(bytes));
      case boolean[] flags -> out.append(Arrays.toString(flags));
      default -> {
        out.append('{');
        for (int i = 0; i < Array.getLength(array); i++) {
          write(Array.get(array, i), out, seen);
        }
        out.append('}');
      }
    }
  }

  /**
   * Records, and classes whose fields are all final and that say what equals what, do not change.
   */
  private boolean isValue(Class<?> type) {
    return values.computeIfAbsent(
        type, one -> one.isRecord() || (saysWhatEquals(one) && allFinal(one)));
  }

  private static boolean saysWhatEquals(Class<?> type) {
    try {
      return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean allFinal(Class<?> type) {
    return fieldsOf(type).stream().allMatch(field -> Modifier.isFinal(field.getModifiers()));
  }

  private static @Nullable Object get(Field field, Object of) {
    try {
      return field.get(of);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
