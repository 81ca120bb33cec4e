// What headers mean, as data: config/lead_columns.json. It is read once and handed in. Immutable then: any
// thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domains/leads/field.hpp"
#include "events/result.hpp"

namespace waybill::leads {

/// A header that names a field.
struct alias_use {
  lead_field field = lead_field::external_id;
  /// 0: such a column is taken first; a column of a higher choice fills the field only when there is no
  /// other.
  std::uint8_t choice = 0;
  bool unsure = false;  ///< it may also mean something else
};

/// All that the dictionary says of a word, or of words in this order.
struct phrase {
  std::vector<alias_use> fields;  ///< it names these
  bool affix = false;             ///< it says nothing of what a column holds when other words do
  std::uint8_t affix_choice = 0;  ///< of an affix: as in `alias_use`
  bool no_field = false;          ///< such a column fills no field of a lead
  bool whole_name = false;        ///< first and last name in one cell
  bool address_part = false;      ///< a second line of an address
  bool generic = false;           ///< says nothing beside a word that is not known ("date" of what?)
  bool number = false;            ///< "number", "code": of what only some fields have
  bool small = false;             ///< "de", "of"
  bool head_first = false;        ///< French: what a column holds stands before whose it is
};

class column_dictionary {
 public:
  ~column_dictionary() = default;
  column_dictionary(column_dictionary&&) = default;
  auto operator=(column_dictionary&&) -> column_dictionary& = default;
  column_dictionary(const column_dictionary&) = delete;  // `headers` points to what it holds
  auto operator=(const column_dictionary&) -> column_dictionary& = delete;

  /// Reads JSON in the shape of config/lead_columns.json. Errors: bad_value, naming what is wrong.
  static auto read(std::string_view json) -> result<column_dictionary>;

  /// Words that stand together without anything between them ("nomdefamille"); null: nothing is known of
  /// them.
  [[nodiscard]] auto find(std::string_view joined_words) const -> const phrase*;
  /// What others are compared with by their likeness: those that say what a column holds, or that it is none
  /// of ours; from five letters on.
  struct known_header {
    std::string joined;
    std::uint32_t letters = 0;  ///< `letters_in` it
    const phrase* what = nullptr;
  };
  [[nodiscard]] auto headers() const -> std::span<const known_header> { return headers_; }
  /// "Monsieur", as `normalized_header` gives it.
  [[nodiscard]] auto is_salutation(std::string_view normalized) const -> bool;

 private:
  friend class dictionary_reader;
  column_dictionary() = default;

  std::unordered_map<std::string, phrase> phrases_;  ///< nodes stay where they are
  std::vector<known_header> headers_;
  std::unordered_set<std::string> salutations_;
};

/// The dictionary that is part of the program: the bytes of config/lead_columns.json. Static storage.
auto lead_columns_json() -> std::string_view;

}  // namespace waybill::leads
