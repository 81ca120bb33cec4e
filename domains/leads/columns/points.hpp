// What each way in which a header can mean a field is worth, in hundredths. Private to this folder; the
// reasons are told in docs/lead_columns.md.
#pragma once

#include <algorithm>
#include <cstddef>

namespace waybill::leads::points {

inline constexpr int threshold = 70;  ///< below it a column is given no field

inline constexpr int alias = 100;
inline constexpr int affix = 95;
inline constexpr int late_affix = 90;          ///< and it is of a late choice
inline constexpr int cut_apart = 90;           ///< words that were run together
inline constexpr int word = 85;                ///< beside one word that is not known
inline constexpr int word_among_several = 80;  ///< beside more of them
inline constexpr int unsure = 85;              ///< a name that also means something else
inline constexpr int headed = 85;              ///< one of several names that do not agree
inline constexpr int similar = 85;
inline constexpr int name_without_first = 85;  ///< "nom", when no column has the first name
inline constexpr int name_beside_first = 80;   ///< "name", when another column has the first name
inline constexpr int values_alone = 75;        ///< the header says nothing

inline constexpr int late_choice = 2;
inline constexpr int numbered_choice = 3;  ///< "Tel 2" and after
inline constexpr int values_choice = 3;    ///< of a column whose header says nothing
inline constexpr int over_blank = 1'000;   ///< how much more one counts that has values
inline constexpr int choice_step = 6;      ///< how much less a column counts beside others for each choice

inline constexpr int most_confirmed = 20;    ///< added when all samples are what the field holds
inline constexpr int confirmed_unsure = 95;  ///< an unsure name whose samples are it can have no more
inline constexpr int confirmed_guess = 90;   ///< nor one that was found by a part or by likeness
inline constexpr int least_confirming = 80;  ///< percent of the samples
inline constexpr int not_confirmed = 25;     ///< taken off when no sample is what the field holds
inline constexpr int contradicted = 50;      ///< taken off when all samples are something else

inline constexpr std::size_t shortest_alike = 5;  ///< letters of what others are compared with

/// 0.85 to 0.9, by how much of a word the name of the field makes up.
constexpr auto contained(std::size_t name, std::size_t word_size) -> int {
  return 85 + static_cast<int>(std::min<std::size_t>(4, 5 * name / std::max<std::size_t>(word_size, 1)));
}

}  // namespace waybill::leads::points
