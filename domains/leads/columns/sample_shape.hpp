// What a cell looks like, at a glance: enough to tell columns apart, not to judge a value. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "domains/leads/columns/dictionary.hpp"

namespace waybill::leads {

/// Bits: a text may look like several things ("75001" like a postal code and a number).
enum sample_shape : std::uint32_t {
  like_email = 1,
  like_phone = 2,          ///< 8 to 15 digits, and signs that numbers are written with
  like_written_phone = 4,  ///< like nothing but a telephone number: "06 12 34 56 78", "+33612345678"
  like_postal_code = 8,
  like_country = 16,
  like_date = 32,
  like_number = 64,  ///< an amount too: "1 234,50 €"
  like_yes_or_no = 128,
  like_url = 256,
  like_salutation = 512,
  like_several_words = 1024,  ///< two to four words, all of them letters
  like_bare_day = 2048        ///< digits alone that may be a day: "20240306", "1710000000", "45370"
};

/// Of a cell without blanks around it that is not empty.
auto shape_of(std::string_view cell, const column_dictionary& dictionary) -> std::uint32_t;

/// What the samples of one column are, in percent of those that are not blank: signs alone, and `N/A`, are.
class column_samples {
 public:
  column_samples(std::span<const std::string> samples, const column_dictionary& dictionary);

  /// How many are like this.
  [[nodiscard]] auto percent(std::uint32_t shape) const -> int;
  [[nodiscard]] auto count() const -> std::size_t { return shapes_.size(); }
  /// There are samples, and nothing stands in any of them.
  [[nodiscard]] auto all_blank() const -> bool { return shapes_.empty() && given_ > 0; }

  /// How much the samples speak for a field, in percent; -1: nothing tells this field's values from others.
  [[nodiscard]] auto confirms(lead_field field) const -> int;
  /// How many samples are something that this field never holds, in percent.
  [[nodiscard]] auto contradicts(lead_field field) const -> int;

 private:
  std::vector<std::uint32_t> shapes_;
  std::size_t given_ = 0;
};

}  // namespace waybill::leads
