#include "projections/search/segment_builder.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <numeric>

#include "projections/keys.hpp"

namespace waybill::search {
namespace {

constexpr std::uint64_t number_mask = 0xFFFF'FFFF;

/// As much of a text as fits into a number that is ordered as texts are.
auto beginning_of(std::string_view text) -> std::uint64_t {
  char bytes[8] = {};
  std::memcpy(bytes, text.data(), std::min(text.size(), sizeof bytes));
  return read_be64(bytes);
}

struct sorted_term {
  std::uint64_t beginning;
  std::uint32_t number;
};

}  // namespace

auto term_table::number_of(std::string_view term) -> std::uint32_t {
  if (slots_.size() < 2 * (ends_.size() + 1)) grow();
  const auto hash = std::hash<std::string_view>{}(term);
  const auto mask = slots_.size() - 1;
  for (auto at = hash & mask;; at = (at + 1) & mask) {
    const auto found = slots_[at];
    if (found == 0) {
      slots_[at] = (hash & ~number_mask) | (ends_.size() + 1);
      bytes_.append(term);
      ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
      return static_cast<std::uint32_t>(ends_.size() - 1);
    }
    const auto number = static_cast<std::uint32_t>(found & number_mask) - 1;
    if ((found & ~number_mask) == (hash & ~number_mask) && (*this)[number] == term) return number;
  }
}

void term_table::grow() {
  constexpr std::size_t least = 1'024;
  std::vector<slot> larger(std::max(least, slots_.size() * 2));
  const auto mask = larger.size() - 1;
  for (std::uint32_t number = 0; number < ends_.size(); ++number) {
    const auto hash = std::hash<std::string_view>{}((*this)[number]);
    auto at = hash & mask;
    while (larger[at] != 0) at = (at + 1) & mask;
    larger[at] = (hash & ~number_mask) | (number + 1);
  }
  slots_ = std::move(larger);
}

auto term_table::bytes() const -> std::size_t {
  return bytes_.size() + ends_.size() * sizeof(std::uint32_t) + slots_.size() * sizeof(slot);
}

void segment_builder::add(const document& one) {
  documents_.push_back({one, static_cast<std::uint32_t>(terms_.size())});
}

void segment_builder::add_term(std::string_view term) {
  const auto number = table_.number_of(cut_term(term));
  if (number == documents_of_.size()) {
    documents_of_.push_back(0);
    last_document_.push_back(0);
  }
  if (last_document_[number] == documents_.size()) return;
  last_document_[number] = static_cast<std::uint32_t>(documents_.size());
  ++documents_of_[number];
  terms_.push_back(number);
  documents_.back().terms_end = static_cast<std::uint32_t>(terms_.size());
}

auto segment_builder::bytes() const -> std::size_t {
  return documents_.size() * sizeof(entry) + terms_.size() * sizeof(std::uint32_t) +
         documents_of_.size() * 2 * sizeof(std::uint32_t) + table_.bytes();
}

auto segment_builder::in_order() const -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> order(documents_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [this](auto a, auto b) {
    const auto& left = documents_[a].what;
    const auto& right = documents_[b].what;
    return left.key != right.key ? view_of(left.key) < view_of(right.key) : left.place < right.place;
  });
  return order;
}

auto segment_builder::terms_in_order() const -> std::vector<std::uint32_t> {
  std::vector<sorted_term> sorted(table_.size());
  for (std::uint32_t i = 0; i < sorted.size(); ++i) sorted[i] = {beginning_of(table_[i]), i};
  std::ranges::sort(sorted, [this](const auto& a, const auto& b) {
    return a.beginning != b.beginning ? a.beginning < b.beginning : table_[a.number] < table_[b.number];
  });
  std::vector<std::uint32_t> order;
  order.reserve(sorted.size());
  for (const auto& one : sorted) order.push_back(one.number);
  return order;
}

auto segment_builder::pack(std::string_view collection, std::uint64_t segment) const -> segment_rows {
  segment_packer packer{collection, segment};
  // Postings of one term side by side: where each term's begin, and then, document by document, filled.
  std::vector<std::uint32_t> filled(documents_of_.size());
  std::exclusive_scan(documents_of_.begin(), documents_of_.end(), filled.begin(), 0U);
  std::vector<std::uint32_t> postings(terms_.size());
  for (const auto one : in_order()) {
    const auto number = packer.documents();
    packer.add(documents_[one].what);
    const auto begin = one == 0 ? 0 : documents_[one - 1].terms_end;
    for (auto i = begin; i < documents_[one].terms_end; ++i) postings[filled[terms_[i]]++] = number;
  }
  for (const auto term : terms_in_order()) {
    const auto count = documents_of_[term];
    packer.add(table_[term], {postings.data() + filled[term] - count, count});
  }
  return std::move(packer).finish();
}

}  // namespace waybill::search
