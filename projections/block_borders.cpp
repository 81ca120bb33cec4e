#include "projections/block_borders.hpp"

namespace waybill {
namespace {

/// Every 16th key is written whole, the others by what they do not share.
constexpr int least_rows = 32;

class several_rows final : public rocksdb::FlushBlockPolicy {
 public:
  explicit several_rows(std::unique_ptr<rocksdb::FlushBlockPolicy> by_size) : by_size_(std::move(by_size)) {}

  auto Update(const rocksdb::Slice& key, const rocksdb::Slice& value) -> bool override {
    const bool is_full = by_size_->Update(key, value) && rows_ >= least_rows;
    if (is_full) rows_ = 0;
    ++rows_;
    return is_full;
  }

 private:
  std::unique_ptr<rocksdb::FlushBlockPolicy> by_size_;
  int rows_ = 0;  ///< of the block that is being filled
};

class several_rows_factory final : public rocksdb::FlushBlockPolicyFactory {
 public:
  [[nodiscard]] auto Name() const -> const char* override { return "waybill.blocks_of_several_rows"; }
  auto NewFlushBlockPolicy(const rocksdb::BlockBasedTableOptions& table,
                           const rocksdb::BlockBuilder& block) const -> rocksdb::FlushBlockPolicy* override {
    return std::make_unique<several_rows>(
               std::unique_ptr<rocksdb::FlushBlockPolicy>(sizes_.NewFlushBlockPolicy(table, block)))
        .release();
  }

 private:
  rocksdb::FlushBlockBySizePolicyFactory sizes_;
};

}  // namespace

auto blocks_of_several_rows() -> std::shared_ptr<rocksdb::FlushBlockPolicyFactory> {
  return std::make_shared<several_rows_factory>();
}

}  // namespace waybill
