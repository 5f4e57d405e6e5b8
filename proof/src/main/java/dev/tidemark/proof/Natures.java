package dev.tidemark.proof;

/** Which records are good and which are not. */
final class Natures {

  private Natures() {}

  static Nature draw(Dice dice) {
    if (!dice.oneIn(3)) {
      return Nature.GOOD;
    }
    return switch (dice.below(14)) {
      case 0, 1 -> Nature.UNWANTED;
      case 2, 3, 4 -> dice.strikes(Fault.RECORD_FAILS, 1) ? Nature.FAILS_ONCE : Nature.GOOD;
      case 5, 6 -> dice.strikes(Fault.RECORD_FAILS, 1) ? Nature.FAILS_TWICE : Nature.GOOD;
      case 7, 8 -> dice.strikes(Fault.RECORD_FAILS, 1) ? Nature.FAILS : Nature.GOOD;
      case 9, 10 -> dice.strikes(Fault.RECORD_HOPELESS, 1) ? Nature.HOPELESS : Nature.GOOD;
      case 11 -> dice.strikes(Fault.RECORD_HANGS, 1) ? Nature.HANGS_ONCE : Nature.GOOD;
      case 12 -> dice.strikes(Fault.RECORD_KILLS, 1) ? Nature.KILLS_ONCE : Nature.GOOD;
      default -> dice.strikes(Fault.RECORD_KILLS_ALWAYS, 1) ? Nature.KILLS : Nature.GOOD;
    };
  }
}
