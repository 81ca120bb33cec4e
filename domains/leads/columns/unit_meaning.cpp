#include "domains/leads/columns/unit_meaning.hpp"

#include <algorithm>
#include <optional>

#include "domains/leads/columns/points.hpp"

namespace waybill::leads {
namespace {

auto claim_of(const phrase& what, lead_field field) -> const alias_use* {
  const auto at = std::find_if(what.fields.begin(), what.fields.end(),
                               [&](const alias_use& one) { return one.field == field; });
  return at == what.fields.end() ? nullptr : &*at;
}

auto names_a_field(const covered& unit) -> bool { return unit.what != nullptr && !unit.what->fields.empty(); }
/// A name of a field that another name of a field makes an affix.
auto gives_way(const covered& unit) -> bool { return names_a_field(unit) && unit.what->affix; }
auto is_whole_name(const covered& unit) -> bool { return unit.what != nullptr && unit.what->whole_name; }

/// Fields that all of these may mean.
auto common_fields(const std::vector<const covered*>& names) -> std::vector<lead_field> {
  std::vector<lead_field> fields;
  if (names.empty()) return fields;
  for (const auto& use : names[0]->what->fields)
    if (std::all_of(names.begin(), names.end(),
                    [&](const covered* one) { return claim_of(*one->what, use.field) != nullptr; }))
      fields.push_back(use.field);
  return fields;
}

/// What a person has several of, at several places: others have one a lead.
auto is_about_person(lead_field field) -> bool {
  switch (field) {
    case lead_field::external_id:
    case lead_field::status:
    case lead_field::source:
    case lead_field::notes:
    case lead_field::assigned_to:
    case lead_field::created:
    case lead_field::amount:
      return false;
    default:
      return true;
  }
}

auto is_place(lead_field field) -> bool {
  return field == lead_field::address || field == lead_field::city || field == lead_field::postal_code ||
         field == lead_field::country;
}

auto is_name(lead_field field) -> bool {
  return field == lead_field::first_name || field == lead_field::last_name;
}

auto is_one_of_a_kind(lead_field field) -> bool {
  return field == lead_field::external_id || field == lead_field::created || field == lead_field::amount;
}

/// "Number of the phone", "code of the country" are what is meant.
auto has_number(lead_field field) -> bool {
  return field == lead_field::external_id || field == lead_field::phone || field == lead_field::postal_code ||
         field == lead_field::country || field == lead_field::address;
}

/// What the units of one header say together.
class sentence {
 public:
  explicit sentence(const units& all) : all_(all) {
    for (const auto& unit : all_) {
      if (names_a_field(unit)) (gives_way(unit) ? modest_ : main_).push_back(&unit);
      if (is_unknown(unit)) ++unknown_;
    }
  }

  /// `bare`: the header is nothing but one phrase.
  auto meaning(bool bare) -> header_meaning {
    header_meaning made;
    if (const auto why = known_as_none()) {
      made.otherwise = *why;
      return made;
    }
    for (const auto field : chosen_fields()) {
      const auto claim = claim_for(field, bare);
      if (claim.points >= points::threshold) made.claims.push_back(claim);
    }
    if (made.claims.empty()) made.otherwise = without_claims();
    made.is_plain_name = is_plain_name();
    return made;
  }

  [[nodiscard]] auto unknown() const -> std::size_t { return unknown_; }
  [[nodiscard]] auto names() const -> std::size_t { return main_.size() + modest_.size(); }

 private:
  [[nodiscard]] auto any(auto is) const -> bool {
    return std::any_of(all_.begin(), all_.end(),
                       [&](const covered& one) { return one.what != nullptr && is(*one.what); });
  }

  [[nodiscard]] auto known_as_none() const -> std::optional<match_reason> {
    if (any([](const phrase& one) { return one.no_field; })) return match_reason::no_field;
    if (any([](const phrase& one) { return one.address_part; })) return match_reason::address_part;
    if (main_.empty() && any([](const phrase& one) { return one.whole_name && !one.affix; }))
      return match_reason::whole_name;
    if (is_first_and_last_name()) return match_reason::whole_name;
    // "Address 2" goes on with the first one.
    const auto fields = common_fields(main_.empty() ? modest_ : main_);
    if (fields.size() == 1 && fields[0] == lead_field::address && number() > 1)
      return match_reason::address_part;
    return {};
  }

  /// "Nom du contact et prénom"
  [[nodiscard]] auto is_first_and_last_name() const -> bool {
    const auto names_it = [](lead_field field) {
      return [field](const covered* one) { return claim_of(*one->what, field) != nullptr; };
    };
    return std::any_of(main_.begin(), main_.end(), names_it(lead_field::first_name)) &&
           (std::any_of(main_.begin(), main_.end(), names_it(lead_field::last_name)) ||
            std::any_of(modest_.begin(), modest_.end(), names_it(lead_field::last_name)));
  }

  [[nodiscard]] auto without_claims() const -> match_reason {
    if (is_postal_city()) return match_reason::postal_city;
    if (names() == 0 && any([](const phrase& one) { return one.whole_name; }))
      return match_reason::whole_name;
    return unknown_ == 0 && names() == 0 ? match_reason::no_field : match_reason::unknown;
  }

  /// "Code postal et ville", and nothing else.
  [[nodiscard]] auto is_postal_city() const -> bool {
    if (unknown_ > 0 || main_.size() != 2) return false;
    const auto one_names = [&](lead_field field) {
      return std::any_of(main_.begin(), main_.end(), [&](const covered* one) {
        return one->what->fields.size() == 1 && one->what->fields[0].field == field;
      });
    };
    return one_names(lead_field::postal_code) && one_names(lead_field::city);
  }

  [[nodiscard]] auto is_plain_name() const -> bool {
    if (unknown_ > 0 || !main_.empty()) return false;
    if (modest_.empty()) return any([](const phrase& one) { return one.whole_name; });
    return modest_.size() == 1 && claim_of(*modest_[0]->what, lead_field::last_name) != nullptr;
  }

  /// What decides: the names that do not give way; else the modest ones that agree, or their head.
  auto chosen_fields() -> std::vector<lead_field> {
    if (!main_.empty()) {
      deciding_ = main_;
      auto fields = common_fields(main_);
      return fields.empty() ? settled() : fields;
    }
    deciding_ = modest_;
    if (modest_.size() > 1)
      std::erase_if(deciding_, [](const covered* one) {
        return is_whole_name(*one) || claim_of(*one->what, lead_field::last_name) != nullptr;
      });
    auto fields = common_fields(deciding_);
    if (!fields.empty() || deciding_.empty()) return fields;
    deciding_ = {head()};
    is_headed_ = true;
    return common_fields(deciding_);
  }

  /// Of "Company address" the last word, of "adresse société" the first, of "société - adresse" the last.
  [[nodiscard]] auto head() const -> const covered* {
    const auto* const first = deciding_.front();
    const bool parted =
        std::any_of(deciding_.begin() + 1, deciding_.end(), [](auto* one) { return one->below; });
    return !parted && first->what->head_first ? first : deciding_.back();
  }

  /// Names of different fields: what belongs to the one who looks after a lead is not the lead's, what is
  /// said by him is.
  auto settled() -> std::vector<lead_field> {
    std::vector<const covered*> others;
    const covered* owner = nullptr;
    for (const auto* const one : main_) {
      if (claim_of(*one->what, lead_field::assigned_to) != nullptr)
        owner = one;
      else
        others.push_back(one);
    }
    const auto fields = common_fields(others);
    if (owner == nullptr || fields.size() != 1) return {};
    const auto field = fields[0];
    is_settled_ = true;
    if (identifies(field)) {
      deciding_ = {owner};
      return {lead_field::assigned_to};
    }
    if (field == lead_field::created) return {};
    deciding_ = others;
    return fields;
  }

  [[nodiscard]] auto decides(const covered* one) const -> bool {
    return std::find(deciding_.begin(), deciding_.end(), one) != deciding_.end();
  }

  /// An id, a day or an amount of something else than the lead; the number or code of what has none; the
  /// country of a telephone.
  [[nodiscard]] auto is_of_another(lead_field field) const -> bool {
    return std::any_of(all_.begin(), all_.end(), [&](const covered& one) {
      if (one.what == nullptr || decides(&one) || claim_of(*one.what, field) != nullptr) return false;
      if (one.what->number) return !has_number(field);
      const auto* const phone = claim_of(*one.what, lead_field::phone);
      if (is_place(field) && phone != nullptr && !phone->unsure) return true;
      return gives_way(one) && is_one_of_a_kind(field) && is_about_person(one.what->fields[0].field);
    });
  }

  [[nodiscard]] auto claim_for(lead_field field, bool bare) const -> field_claim {
    if (is_of_another(field)) return {};
    field_claim made{field, points::affix, match_reason::affix, affix_choice(), false};
    bool generic = true;
    for (const auto* const one : deciding_) {
      const auto* const use = claim_of(*one->what, field);
      made.choice += use->choice;
      // What two words agree on is more than what one of them may mean.
      made.unsure = made.unsure || (use->unsure && deciding_.size() == 1);
      generic = generic && one->what->generic;
    }
    if (const auto unknown = unknown_beside(field); unknown > 0) {
      made.why = match_reason::word;
      made.points = unknown == 1 ? points::word : points::word_among_several;
      if (generic) made.points = 0;
    } else if (generic && made.unsure && !bare && is_name(field)) {
      made.points = 0;  // "last" of what?
    } else if (bare) {
      made.points = points::alias;
      made.why = match_reason::alias;
    } else if (made.choice >= points::late_choice) {
      made.points = points::late_affix;
    }
    weaken(made);
    return made;
  }

  void weaken(field_claim& made) const {
    if (is_headed_ || is_settled_) made.points = std::min(made.points, points::headed);
    if (!made.unsure) return;
    made.points = std::min(made.points, points::unsure);
    if (made.why != match_reason::word) made.why = match_reason::ambiguous;
  }

  /// Words that are not known, and those that say whose a telephone or an address is where that makes no
  /// sense: "company status", "billing amount".
  [[nodiscard]] auto unknown_beside(lead_field field) const -> std::size_t {
    if (is_about_person(field)) return unknown_;
    return unknown_ +
           static_cast<std::size_t>(std::count_if(all_.begin(), all_.end(), [&](const covered& one) {
             return one.what != nullptr && one.what->affix && one.what->affix_choice > 0 && !decides(&one);
           }));
  }

  /// The highest number; one in front counts the columns ("1. Name").
  [[nodiscard]] auto number() const -> int {
    int most = 0;
    for (std::size_t i = 1; i < all_.size(); ++i) most = std::max(most, all_[i].number);
    return most;
  }

  [[nodiscard]] auto affix_choice() const -> int {
    int choice = number() > 1 ? points::numbered_choice + number() : 0;
    for (const auto& unit : all_) {
      if (unit.what == nullptr || !unit.what->affix) continue;
      if (!decides(&unit)) choice += unit.what->affix_choice;
    }
    return choice;
  }

  const units& all_;
  std::vector<const covered*> main_;
  std::vector<const covered*> modest_;
  std::vector<const covered*> deciding_;
  std::size_t unknown_ = 0;
  bool is_headed_ = false;
  bool is_settled_ = false;
};

}  // namespace

auto count_of(const units& all) -> unit_counts {
  const sentence read(all);
  return {read.unknown(), read.names()};
}

auto is_unknown(const covered& unit) -> bool { return unit.what == nullptr && unit.number < 0; }

auto meaning_of_units(const units& all, bool bare) -> header_meaning { return sentence(all).meaning(bare); }

}  // namespace waybill::leads
