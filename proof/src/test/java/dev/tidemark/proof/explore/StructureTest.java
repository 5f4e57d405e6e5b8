package dev.tidemark.proof.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.proof.sabotage.Sabotage;
import dev.tidemark.testkit.protocol.StoreAnswers;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StructureTest {

  private final Structure structure = new Structure();
  private final Scene scene = new Scene(Scopes.orders(), Sabotage.NONE);

  @Test
  void everyFieldOfEveryClassOfTheProtocolIsAmongTheFieldsThatAreWritten() throws Exception {
    List<Class<?>> classes = classesBeside(Invocation.class);

    assertThat(classes).hasSizeGreaterThan(40);
    for (Class<?> type : classes) {
      List<Field> instance =
          Arrays.stream(type.getDeclaredFields())
              .filter(field -> !Modifier.isStatic(field.getModifiers()))
              .toList();
      assertThat(structure.fieldsOf(type)).as(type.getName()).containsAll(instance);
    }
  }

  private static List<Class<?>> classesBeside(Class<?> one)
      throws IOException, URISyntaxException, ClassNotFoundException {
    URI found = one.getProtectionDomain().getCodeSource().getLocation().toURI();
    String folder = one.getPackageName().replace('.', '/');
    if (Files.isDirectory(Path.of(found))) {
      return classesIn(Path.of(found).resolve(folder), one.getPackageName());
    }
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(found))) {
      return classesIn(jar.getPath(folder), one.getPackageName());
    }
  }

  private static List<Class<?>> classesIn(Path folder, String prefix)
      throws IOException, ClassNotFoundException {
    var classes = new ArrayList<Class<?>>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        boolean code = name.endsWith(".class") && !name.equals("package-info.class");
        if (code) {
          Class<?> type = Class.forName(prefix + '.' + name.replace(".class", ""));
          if (!type.isInterface() && !type.isEnum() && !type.isSynthetic()) {
            classes.add(type);
          }
        }
      }
    }
    return classes;
  }

  @Test
  void theTextChangesWithEachFieldOfAnInvocationThatIsUnderWay() throws Exception {
    for (int steps = 0; steps < 8; steps++) {
      Invocation invocation = invocationAfter(steps);
      String text = structure.of(invocation);
      for (Object part : partsThatMayChange(invocation)) {
        for (Field field : structure.fieldsOf(part.getClass())) {
          requireSeen(invocation, text, part, field);
        }
      }
    }
  }

  private void requireSeen(Invocation invocation, String text, Object part, Field field)
      throws IllegalAccessException {
    Object before = field.get(part);
    Object other = another(field, before);
    if (other == null && before == null) {
      return;
    }
    field.set(part, other);
    assertThat(structure.of(invocation)).as(field.toString()).isNotEqualTo(text);
    field.set(part, before);
    assertThat(structure.of(invocation)).as(field.toString()).isEqualTo(text);
  }

  /** A value that is not the one that a field has; null if that is something. */
  private static @Nullable Object another(Field field, @Nullable Object before) {
    return switch (before) {
      case null -> null;
      case Integer number -> number + 1;
      case Boolean flag -> !flag;
      case Instant time -> time.plusNanos(1);
      case int[] numbers -> Arrays.copyOf(numbers, numbers.length + 1);
      case boolean[] flags -> Arrays.copyOf(flags, flags.length + 1);
      case Object[] many -> Arrays.copyOf(many, many.length + 1);
      case BitSet bits -> flipped(bits);
      default -> field.getType().isPrimitive() ? before : null;
    };
  }

  private static BitSet flipped(BitSet bits) {
    var other = (BitSet) bits.clone();
    other.flip(7);
    return other;
  }

  /** An invocation of which the first calls were answered. */
  private Invocation invocationAfter(int steps) {
    Invocation invocation = scene.invocation(new Beginning(0, 0b1111, 0, 0));
    var answers = new StoreAnswers(new MemoryStatusStore(), new MemoryPayloadStore());
    var waiting = new ArrayList<>(invocation.start());
    for (int i = 0; i < steps && !waiting.isEmpty(); i++) {
      switch (waiting.remove(0)) {
        case Command.Call call -> waiting.addAll(invocation.on(answers.make(call), Scene.time(0)));
        case Command.Run run -> {
          int index = run.starts().get(0).index();
          var event =
              new dev.tidemark.checkpoint.protocol.Event.RecordFinished(index, scene.result(index));
          waiting.addAll(invocation.on(event, Scene.time(0)));
        }
        default -> {}
      }
    }
    return invocation;
  }

  /**
   * Every object of the project that is reached and is no record: those whose fields can be set.
   */
  private List<Object> partsThatMayChange(Object root) throws IllegalAccessException {
    var seen = new IdentityHashMap<Object, Boolean>();
    gather(root, seen);
    return seen.keySet().stream().filter(part -> !(part instanceof Record)).toList();
  }

  private void gather(@Nullable Object at, Map<Object, Boolean> seen)
      throws IllegalAccessException {
    switch (at) {
      case null -> {}
      case Collection<?> many -> {
        for (Object one : many) {
          gather(one, seen);
        }
      }
      case Optional<?> maybe -> gather(maybe.orElse(null), seen);
      case Enum<?> constant -> {}
      default -> {
        boolean ours = at.getClass().getName().startsWith("dev.tidemark.checkpoint.protocol");
        if (ours && seen.put(at, true) == null) {
          for (Field field : structure.fieldsOf(at.getClass())) {
            gather(field.get(at), seen);
          }
        }
      }
    }
  }

  @Test
  void equalContentsGiveEqualTextsWhateverTheKindOfCollection() {
    assertThat(structure.of(List.of("a", 1)))
        .isEqualTo(structure.of(new ArrayList<>(List.of("a", 1))));
    assertThat(structure.of(Set.of("a", "b", "c")))
        .isEqualTo(structure.of(new java.util.LinkedHashSet<>(List.of("c", "b", "a"))));
    assertThat(structure.of(Map.of("a", 1, "b", 2)))
        .isEqualTo(structure.of(new HashMap<>(Map.of("b", 2, "a", 1))));
  }

  @Test
  void textsAreNotMixedUp() {
    assertThat(structure.of("a", "b")).isNotEqualTo(structure.of("ab", ""));
    assertThat(structure.of(List.of("a", "b"))).isNotEqualTo(structure.of(List.of("a,b")));
    assertThat(structure.of(1, 23)).isNotEqualTo(structure.of(12, 3));
    assertThat(structure.of(Optional.empty())).isNotEqualTo(structure.of(Optional.of("")));
  }

  @Test
  void sharingOfWhatMayChangeIsSeen() {
    var one = new ManualCounter();
    var other = new ManualCounter();

    assertThat(structure.of(one, one)).isNotEqualTo(structure.of(one, other));
    assertThat(structure.of(one, other)).isEqualTo(structure.of(other, one));
  }

  private static final class ManualCounter {
    @SuppressWarnings("UnusedVariable")
    private int count;
  }

  @Test
  void aTypeThatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> structure.of(new Thread())).hasMessageContaining("java.lang.Thread");
    assertThatThrownBy(() -> structure.of((Runnable) () -> {})).hasMessageContaining("look into");
    assertThatThrownBy(
            () -> structure.of(new StoreException(StoreException.Kind.TRANSIENT, "down")))
        .hasMessageContaining("java.lang.RuntimeException");
  }
}
