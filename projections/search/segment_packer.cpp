#include "projections/search/segment_packer.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "projections/keys.hpp"
#include "projections/search/postings.hpp"
#include "projections/search/varints.hpp"

namespace waybill::search {
namespace {

/// A block of terms is read whole for one of them.
constexpr std::size_t block_bytes = 2'048;
/// Longer postings would make the neighbours' blocks long.
constexpr std::size_t long_postings = 256;

}  // namespace

auto heads_prefix(std::string_view collection) -> std::string { return std::string(collection) + '\0'; }

auto head_key(std::string_view collection, std::uint64_t segment) -> std::string {
  auto key = heads_prefix(collection);
  append_be(key, segment, 8);
  return key;
}

auto segment_prefix(std::string_view collection, std::uint64_t segment) -> std::string {
  auto key = std::string(collection) + '\1';
  append_be(key, segment, 8);
  return key;
}

auto segment_rows::bytes() const -> std::size_t {
  return std::accumulate(rows_.begin(), rows_.end(), std::size_t{0}, [](auto sum, const auto& one) {
    return sum + one.first.size() + one.second.size();
  });
}

auto segment_rows::are_long() const -> bool {
  constexpr std::size_t much = std::size_t{512} << 10;
  return bytes() > much;
}

void segment_packer::add(const document& one) {
  if (documents_ % documents_a_block == 0) {
    end_documents();
    borders_.append(view_of(one.key));
  }
  block_.append(view_of(one.key));
  append_be(block_, one.place.at, 8);
  append_be(block_, one.place.index, 4);
  ++documents_;
}

void segment_packer::end_documents() {
  if (block_.empty()) return;
  auto key = prefix_ + 'd';
  append_be(key, of_documents_.size(), 4);
  of_documents_.emplace_back(std::move(key), std::move(block_));
  block_.clear();
}

void segment_packer::add(std::string_view term, std::span<const std::uint32_t> documents) {
  end_documents_once();
  postings_.clear();
  append_postings(documents, postings_);
  const auto same = std::mismatch(term.begin(), term.end(), last_.begin(), last_.end()).first - term.begin();
  const auto shared = block_.empty() ? 0U : static_cast<std::uint32_t>(same);
  append_varint(shared, block_);
  append_varint(static_cast<std::uint32_t>(term.size() - shared), block_);
  block_.append(term.substr(shared));
  const bool apart = postings_.size() > long_postings;
  append_varint(apart ? 0 : static_cast<std::uint32_t>(postings_.size()), block_);
  if (apart)
    of_long_terms_.emplace_back(prefix_ + 'p' + std::string(term), postings_);
  else
    block_.append(postings_);
  last_ = term;
  if (block_.size() >= block_bytes) end_terms();
}

void segment_packer::end_documents_once() {
  if (!std::exchange(at_terms_, true)) end_documents();
}

void segment_packer::end_terms() {
  if (block_.empty()) return;
  of_terms_.emplace_back(prefix_ + 't' + last_, std::move(block_));
  block_.clear();
}

auto segment_packer::finish() && -> segment_rows {
  end_documents_once();
  end_terms();
  auto all = std::move(of_documents_);
  if (!borders_.empty()) all.emplace_back(prefix_ + 'k', std::move(borders_));
  for (auto* part : {&of_long_terms_, &of_terms_})
    std::move(part->begin(), part->end(), std::back_inserter(all));
  return segment_rows{std::move(all)};
}

}  // namespace waybill::search
