// How a segment lies in rows. A segment is an index of some documents of one collection; it never changes.
// Documents are numbered from 0 in the order in which they are listed.
//
//   words  "at" -> the event (8) up to which words are here, of all collections
//   words  collection (16) | 0 | segment (8) -> how many documents it has (4), bytes of its rows (4)
//   words  collection (16) | 1 | segment (8) | 'd' | block (4) -> its documents, 36 bytes each:
//                                                listing key (24) | position (8) | record (4)
//                                            | 'k' -> listing keys (24) of the first document of each block
//                                            | 'p' | term -> its postings, where they are long
//                                            | 't' | last term -> the terms of a block, ascending
//
// A block of terms holds of each: how many bytes it shares with the one before, the rest of it, and its
// postings (empty: they stand in a row of their own); all sizes are varints. Numbers are big endian.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "events/words.hpp"

namespace waybill::search {

/// ~created_at (8) | identity (16): what sorts documents.
inline constexpr std::size_t document_key_size = 24;
using document_key = std::array<char, document_key_size>;
inline auto view_of(const document_key& key) -> std::string_view { return {key.data(), key.size()}; }

struct document {
  document_key key{};
  record_place place;
};
inline constexpr std::size_t document_size = document_key_size + 12;
inline constexpr std::uint32_t documents_a_block = 64;

/// Longer ones are cut: who looks for one cuts it too, and looks at what was found.
inline constexpr std::size_t longest_term = 60;
inline auto cut_term(std::string_view term) -> std::string_view { return term.substr(0, longest_term); }

/// Shorter than any other key.
inline constexpr std::string_view reach_key = "at";

auto heads_prefix(std::string_view collection) -> std::string;
auto head_key(std::string_view collection, std::uint64_t segment) -> std::string;
auto segment_prefix(std::string_view collection, std::uint64_t segment) -> std::string;

}  // namespace waybill::search
