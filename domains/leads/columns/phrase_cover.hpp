// A header cut into what the dictionary knows. Private to this folder.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "domains/leads/columns/dictionary.hpp"
#include "domains/leads/columns/header_words.hpp"

namespace waybill::leads {

/// Words in a row, or what stands for them in a run-together word.
struct covered {
  std::string joined;
  const phrase* what = nullptr;  ///< null: not known
  int number = -1;               ///< of digits: what they are
  bool below = false;            ///< as of its first word
};

/// The longest known phrases first; small words that belong to none are left out.
auto cover(std::span<const header_word> words, const column_dictionary& dictionary) -> std::vector<covered>;

/// "clientemail" is "client" and "email": the known words that a word consists of, and of as few as can be;
/// nothing when it does not wholly.
auto cut_apart(const std::string& word, const column_dictionary& dictionary) -> std::vector<covered>;

}  // namespace waybill::leads
