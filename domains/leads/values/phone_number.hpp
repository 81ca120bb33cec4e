// One telephone number, as the library libphonenumber reads it: the same answer, mostly without asking it.
// What it takes 20 to 30 us for is done in a tenth of one: the patterns of its numbering plans are made into
// automata at the start, and a number that is written with digits and the usual signs alone goes through
// those. Whatever is written in another way, and plans with rules that are not known here, are asked of the
// library.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::leads {

/// A number that is valid by the plan of its country.
struct phone_number {
  std::string e164;       ///< "+33612345678"
  std::string extension;  ///< digits behind `ext.`, `x` or `#`; mostly empty
  friend auto operator==(const phone_number&, const phone_number&) -> bool = default;
};

/// The numbering plans of the world, as the installed library knows them. Made once; immutable: any thread.
class phone_plans {
 public:
  /// Takes some tens of milliseconds.
  phone_plans();
  ~phone_plans();
  phone_plans(const phone_plans&) = delete;
  auto operator=(const phone_plans&) -> phone_plans& = delete;

  /// `region` (ISO 3166, "FR") is whose national numbers are meant; an unknown one: none are. Nothing: no
  /// valid number. Text in UTF-8 around the number is what the library drops.
  [[nodiscard]] auto read(std::string_view text, std::string_view region) const
      -> std::optional<phone_number>;
  /// The same, always by the library: tests hold `read` against it.
  [[nodiscard]] auto read_by_library(std::string_view text, std::string_view region) const
      -> std::optional<phone_number>;
  /// Does anybody know such a region?
  [[nodiscard]] auto knows(std::string_view region) const -> bool;
  /// How many plans have automata; the others are asked of the library.
  [[nodiscard]] auto fast_plans() const -> std::size_t;

 private:
  struct tables;
  std::unique_ptr<const tables> tables_;
};

}  // namespace waybill::leads
