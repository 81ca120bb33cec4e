#include "projections/search/segment_reader.hpp"

#include <algorithm>

#include "projections/keys.hpp"
#include "projections/search/varints.hpp"

namespace waybill::search {
namespace {

auto read_document(std::string_view bytes) -> document {
  document one;
  std::copy_n(bytes.begin(), document_key_size, one.key.begin());
  one.place.at = read_be(bytes.substr(document_key_size, 8));
  one.place.index = static_cast<std::uint32_t>(read_be(bytes.substr(document_key_size + 8, 4)));
  return one;
}

/// The first of the keys, which stand `step` bytes apart, that is `key` or behind it.
auto lower_bound(std::string_view bytes, std::size_t step, std::string_view key) -> std::uint32_t {
  std::size_t low = 0;
  std::size_t high = bytes.size() / step;
  while (low < high) {
    const auto middle = (low + high) / 2;
    if (bytes.substr(middle * step, document_key_size) < key)
      low = middle + 1;
    else
      high = middle;
  }
  return static_cast<std::uint32_t>(low);
}

}  // namespace

auto term_block::next() -> bool {
  std::uint32_t shared = 0;
  std::string_view rest;
  if (!take_varint(rest_, shared) || shared > term_.size() || !take_text(rest_, rest)) return false;
  term_.resize(shared);
  term_.append(rest);
  return take_text(rest_, postings_);
}

term_walk::term_walk(row_cursor& rows, std::string_view segment_prefix, std::string_view from)
    : rows_(rows), prefix_(std::string(segment_prefix) + 't'), from_(from) {
  rows_.seek(prefix_ + from_);
  begin_block();
}

auto term_walk::begin_block() -> bool {
  block_ = {};
  if (!rows_.valid() || !rows_.key().starts_with(prefix_)) return false;
  block_ = term_block{rows_.value()};
  return true;
}

auto term_walk::next() -> bool {
  for (;;) {
    while (block_.next())
      if (block_.term() >= from_) return true;
    if (!rows_.valid() || !rows_.key().starts_with(prefix_)) return false;
    rows_.next();
    if (!begin_block()) return false;
  }
}

auto segment_reader::row(char part, std::string_view rest) -> std::string {
  auto key = prefix_ + part;
  key.append(rest);
  rows_.seek(key);
  return rows_.valid() && rows_.key() == key ? std::string(rows_.value()) : std::string{};
}

auto segment_reader::postings_of(std::string_view term) -> std::string {
  term_walk terms{rows_, prefix_, term};
  if (!terms.next() || terms.term() != term) return {};
  if (!terms.postings().empty()) return std::string(terms.postings());
  return long_postings_of(term);
}

auto segment_reader::long_postings_of(std::string_view term) -> std::string { return row('p', term); }

auto segment_reader::union_of(std::string_view beginning) -> document_union {
  document_union all{documents_};
  std::vector<std::string> apart;
  term_walk terms{rows_, prefix_, beginning};
  while (terms.next() && terms.term().starts_with(beginning)) {
    if (terms.postings().empty())
      apart.push_back(terms.term());
    else
      all.add(terms.postings());
  }
  for (const auto& term : apart) all.add(long_postings_of(term));
  return all;
}

auto segment_reader::load_block(std::uint32_t block) -> bool {
  if (block_ != block) {
    std::string number;
    append_be(number, block, 4);
    block_bytes_ = row('d', number);
    block_ = block;
  }
  return !block_bytes_.empty();
}

auto segment_reader::read(std::uint32_t number, document& out) -> bool {
  const auto at = std::size_t{number % documents_a_block} * document_size;
  if (number >= documents_ || !load_block(number / documents_a_block) ||
      at + document_size > block_bytes_.size())
    return false;
  out = read_document(std::string_view(block_bytes_).substr(at, document_size));
  return true;
}

auto segment_reader::first_from(std::string_view key) -> std::uint32_t {
  if (key.empty()) return 0;
  const auto borders = row('k', {});
  // The block before the first that begins behind it may hold it.
  const auto behind = lower_bound(borders, document_key_size, key);
  if (behind == 0) return 0;
  const auto block = behind - 1;
  if (!load_block(block)) return documents_;
  return block * documents_a_block + lower_bound(block_bytes_, document_size, key);
}

auto heads_of(row_cursor& rows, std::string_view collection) -> std::vector<segment_head> {
  std::vector<segment_head> all;
  const auto prefix = heads_prefix(collection);
  for (rows.seek(prefix); rows.valid() && rows.key().starts_with(prefix); rows.next()) {
    const auto value = rows.value();
    all.push_back({read_be(rows.key().substr(prefix.size())),
                   static_cast<std::uint32_t>(read_be(value.substr(0, 4))),
                   static_cast<std::uint32_t>(read_be(value.substr(4)))});
  }
  return all;
}

auto encode_head(const segment_head& head) -> std::string {
  std::string bytes;
  append_be(bytes, head.documents, 4);
  append_be(bytes, head.bytes, 4);
  return bytes;
}

}  // namespace waybill::search
