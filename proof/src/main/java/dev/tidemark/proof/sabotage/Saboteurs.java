package dev.tidemark.proof.sabotage;

import java.util.List;
import java.util.stream.Stream;

/** The planted bugs. */
public final class Saboteurs {

  private Saboteurs() {}

  /** All of them; their names differ. */
  public static List<Saboteur> all() {
    return Stream.of(
            ClaimSaboteurs.all(),
            RowSaboteurs.all(),
            TakeOverSaboteurs.all(),
            PayloadSaboteurs.all(),
            OnFailureSaboteurs.all(),
            EdgeSaboteurs.answers(),
            EdgeSaboteurs.settings(),
            EdgeSaboteurs.deliveries(),
            EffectSaboteurs.all(),
            RedriveSaboteurs.all())
        .flatMap(List::stream)
        .toList();
  }
}
