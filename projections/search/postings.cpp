#include "projections/search/postings.hpp"

#include <bit>
#include <utility>

#include "projections/search/varints.hpp"

namespace waybill::search {
namespace {

class listed final : public document_stream {
 public:
  explicit listed(std::string postings) : postings_(std::move(postings)), rest_(postings_) {}
  auto seek(std::uint32_t from) -> std::uint32_t override {
    while (!met_ || at_ < from) {
      at_ = rest_.next();
      met_ = true;
    }
    return at_;
  }

 private:
  std::string postings_;
  postings_reader rest_;
  std::uint32_t at_ = 0;
  bool met_ = false;
};

class united final : public document_stream {
 public:
  explicit united(std::vector<std::uint64_t> bits) : bits_(std::move(bits)) {}
  auto seek(std::uint32_t from) -> std::uint32_t override {
    auto word = std::size_t{from} / 64;
    if (word >= bits_.size()) return no_document;
    auto left = bits_[word] & (~std::uint64_t{0} << from % 64);
    while (left == 0) {
      if (++word == bits_.size()) return no_document;
      left = bits_[word];
    }
    return static_cast<std::uint32_t>(word * 64) + static_cast<std::uint32_t>(std::countr_zero(left));
  }

 private:
  std::vector<std::uint64_t> bits_;
};

}  // namespace

void append_postings(std::span<const std::uint32_t> documents, std::string& out) {
  std::uint32_t behind = 0;
  for (const auto one : documents) {
    append_varint(one - behind, out);
    behind = one + 1;
  }
}

auto postings_reader::next() -> std::uint32_t {
  std::uint32_t distance = 0;
  if (!take_varint(rest_, distance)) return no_document;
  const auto found = behind_ + distance;
  behind_ = found + 1;
  return found;
}

auto stream_of(std::string postings) -> std::unique_ptr<document_stream> {
  return std::make_unique<listed>(std::move(postings));
}

void document_union::add(std::string_view postings) {
  postings_reader all{postings};
  for (auto one = all.next(); std::size_t{one} < bits_.size() * 64; one = all.next())
    bits_[one / 64] |= std::uint64_t{1} << one % 64;
}

auto document_union::stream() && -> std::unique_ptr<document_stream> {
  return std::make_unique<united>(std::move(bits_));
}

}  // namespace waybill::search
