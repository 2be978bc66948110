#include "serve/laboratory.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <set>
#include <system_error>
#include <utility>

#include "base/io_error.h"
#include "inference/condition.h"
#include "report/findings_json.h"

namespace jonbar::serve {

namespace {

using Clock = std::chrono::steady_clock;
using nlohmann::json;

constexpr std::size_t kTicketsMax = 1024;
constexpr std::chrono::milliseconds kProgressEvery(100);

std::string printed(const json& object) {
    return object.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string error_text(const char* kind, const std::string& message) {
    return printed({{"kind", kind}, {"message", message}});
}

/// Returns a text by its name, or nothing.
std::optional<std::string> find_text(const std::vector<HeldText>& files, const std::string& name) {
    const auto found = std::find_if(files.begin(), files.end(),
                                    [&](const HeldText& file) { return file.name == name; });
    if (found == files.end()) return std::nullopt;
    return found->text;
}

base::SipKey secret_key() {
    const std::string digits = secret(16);
    return {std::stoull(digits.substr(0, 16), nullptr, 16),
            std::stoull(digits.substr(16), nullptr, 16)};
}

/// Says what went wrong with a computation, as a client is told it.
std::string told(std::exception_ptr error) {
    try {
        std::rethrow_exception(std::move(error));
    } catch (const ScenarioError& wrong) {
        return printed({{"kind", "scenario"},
                        {"message", wrong.what()},
                        {"findings", findings_json(wrong.findings)}});
    } catch (const HistoryError& wrong) {
        return error_text("history", wrong.what());
    } catch (const QuestionError& wrong) {
        return error_text("question", wrong.what());
    } catch (const RecordError& wrong) {
        return error_text("record", wrong.what());
    } catch (const DegenerateError& wrong) {
        return error_text("degenerate", wrong.what());
    } catch (const StoppedError& wrong) {
        return error_text("stopped", wrong.what());
    } catch (const inference::MemoryError& wrong) {
        return error_text("memory", wrong.what());
    } catch (const std::bad_alloc&) {
        return error_text("memory", "out of memory");
    } catch (const std::exception& wrong) {
        return error_text("other", wrong.what());
    }
}

}  // namespace

std::string secret(std::size_t size) {
    std::string bytes(size, '\0');
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(size))
        throw IoError("read", "the system's random bytes", std::generic_category().message(errno));
    std::string text;
    for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return text;
}

Laboratory::Laboratory(const ServeOptions& options, const Folder& folder)
    : options_(options),
      folder_(folder),
      samples_(options.samples_size_max),
      first_key_(secret_key()),
      second_key_(secret_key()) {
    for (std::size_t i = 0; i < std::max<std::size_t>(options.runners, 1); ++i)
        runners_.emplace_back([this] { work(); });
    watchman_ = std::thread([this] { watch(); });
}

Laboratory::~Laboratory() { close(); }

void Laboratory::close() {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        closing_ = true;
        for (const Shared& one : waiting_)
            one->log.add(Event::Kind::End, "cancelled", error_text("closed", "the server closes"));
        waiting_.clear();
        for (const Shared& one : computing_) one->stop = true;
    }
    more_.notify_all();
    watched_.notify_all();
    for (std::thread& runner : runners_) {
        if (runner.joinable()) runner.join();
    }
    if (watchman_.joinable()) watchman_.join();
}

// Shared: see the header.
Laboratory::Shared Laboratory::find_computation(const std::string& key) const {
    for (const std::list<Shared>* const list : {&computing_, &waiting_}) {
        for (const Shared& one : *list) {
            if (one->key == key && !one->stop) return one;
        }
    }
    return nullptr;
}

/// Forgets the oldest tickets whose questions have ended.
void Laboratory::forget_tickets() {
    for (auto at = ticket_order_.begin();
         tickets_.size() >= kTicketsMax && at != ticket_order_.end();) {
        const auto found = tickets_.find(*at);
        if (found != tickets_.end() && !found->second->log.ended()) {
            ++at;
            continue;
        }
        if (found != tickets_.end()) tickets_.erase(found);
        at = ticket_order_.erase(at);
    }
}

std::string Laboratory::new_ticket(Shared computation) {
    forget_tickets();
    if (tickets_.size() >= kTicketsMax) throw Busy("too many questions are open");
    std::string id = secret(16);
    ++computation->tickets;
    tickets_[id] = std::move(computation);
    ticket_order_.push_back(id);
    return id;
}

Ticket Laboratory::ask(const Question& question) {
    // What the compiler reads is part of the question.
    CompileOptions compile = compile_options(question, folder_);
    std::vector<HeldText> files;
    std::set<std::string> seen;
    compile.read = [&, read = compile.read](const std::string& path) {
        std::optional<std::string> text = read(path);
        if (text && seen.insert(path).second) files.push_back({path, *text});
        return text;
    };
    static_cast<void>(Scenario::load(question.subject.name, compile));
    const std::string asked = key_of(question, files);
    return ask(asked, [this, question, files = std::move(files)](const Listeners& listeners) {
        CompileOptions as_asked = compile_options(question, folder_);
        as_asked.read = [&files](const std::string& path) { return find_text(files, path); };
        return answer_to(question, as_asked, options_.threads, options_.memory, samples_,
                         listeners);
    });
}

Ticket Laboratory::ask(const std::string& asked, Job job) {
    const std::string key = fmt::format("{:016x}{:016x}", base::siphash(first_key_, asked),
                                        base::siphash(second_key_, asked));

    const std::lock_guard<std::mutex> lock(mutex_);
    if (closing_) throw Busy("the server closes");
    if (const auto found = known_by_key_.find(key); found != known_by_key_.end()) {
        known_.splice(known_.begin(), known_, found->second);
        auto made = std::make_shared<Computation>();  // shared: see the header
        made->log.add(Event::Kind::End, "done", found->second->answer);
        return {new_ticket(std::move(made)), true, false};
    }
    if (Shared same = find_computation(key)) return {new_ticket(std::move(same)), false, true};
    if (waiting_.size() + computing_.size() >= options_.questions_max)
        throw Busy(fmt::format("{} questions are being computed or wait", options_.questions_max));
    auto made = std::make_shared<Computation>();  // shared: see the header
    made->key = key;
    made->job = std::move(job);
    Ticket ticket{new_ticket(made), false, false};
    waiting_.push_back(std::move(made));
    more_.notify_one();
    return ticket;
}

// Shared: see the header.
std::shared_ptr<EventLog> Laboratory::events(const std::string& ticket) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = tickets_.find(ticket);
    if (found == tickets_.end()) return nullptr;
    // Shared: the log lives as long as its computation.
    return std::shared_ptr<EventLog>(found->second, &found->second->log);
}

bool Laboratory::cancel(const std::string& ticket) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = tickets_.find(ticket);
    if (found == tickets_.end()) return false;
    const Shared computation = std::move(found->second);
    tickets_.erase(found);
    ticket_order_.remove(ticket);
    if (--computation->tickets > 0) return true;
    computation->stop = true;
    if (!computation->started) {
        waiting_.remove(computation);
        computation->log.add(Event::Kind::End, "cancelled",
                             error_text("cancelled", "nobody waits for this answer"));
    }
    return true;
}

void Laboratory::work() {
    for (;;) {
        Shared next;
        {
            std::unique_lock<std::mutex> lock(mutex_);
            more_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
            if (closing_) return;
            next = waiting_.front();
            waiting_.pop_front();
            next->started = true;
            next->deadline =
                Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                   std::chrono::duration<double>(options_.seconds_max));
            computing_.push_back(next);
            ++computed_;
        }
        watched_.notify_all();
        compute(next);
    }
}

/// Stops what takes longer than it may.
void Laboratory::watch() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!closing_) {
        const auto now = Clock::now();
        auto next = now + std::chrono::hours(1);
        for (const Shared& one : computing_) {
            if (one->timed_out) continue;
            if (one->deadline <= now) {
                one->timed_out = true;
                one->stop = true;
            } else {
                next = std::min(next, one->deadline);
            }
        }
        watched_.wait_until(lock, next);
    }
}

// Shared: see the header.
void Laboratory::compute(const Shared& shared) {
    Computation& computation = *shared;
    std::mutex telling;
    Listeners listeners;
    listeners.stop = &computation.stop;
    listeners.progress = [&](const std::string& what, std::uint64_t done, std::uint64_t all) {
        const std::lock_guard<std::mutex> lock(telling);
        const auto now = Clock::now();
        if (now - computation.told < kProgressEvery && done != all) return;
        computation.told = now;
        computation.log.add(Event::Kind::Progress, "progress",
                            printed({{"what", what}, {"done", done}, {"all", all}}));
    };
    listeners.partial = [&](std::string answer) {
        computation.log.add(Event::Kind::Partial, "partial", std::move(answer));
    };
    std::string name = "done", answer;
    try {
        answer = computation.job(listeners);
    } catch (...) {
        name = "error";
        answer = told(std::current_exception());
    }
    computation.job = nullptr;
    bool timed_out = false;
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        timed_out = computation.timed_out;
        if (name == "done" && !computation.stop) keep(computation.key, answer);
        computing_.remove(shared);
    }
    if (computation.stop && !timed_out) {
        name = "cancelled";
        answer = error_text("cancelled", "nobody waits for this answer");
    } else if (timed_out && name == "error") {
        answer = error_text("time", fmt::format("no answer within {} seconds; fewer histories or "
                                                "particles take less",
                                                options_.seconds_max));
    }
    computation.log.add(Event::Kind::End, name, std::move(answer));
}

void Laboratory::keep(const std::string& key, const std::string& answer) {
    const std::size_t size = key.size() + answer.size();
    if (size > options_.answers_size_max || known_by_key_.count(key) != 0) return;
    while (known_size_ + size > options_.answers_size_max) {
        known_size_ -= known_.back().key.size() + known_.back().answer.size();
        known_by_key_.erase(known_.back().key);
        known_.pop_back();
    }
    known_.push_front({key, answer});
    known_by_key_[key] = known_.begin();
    known_size_ += size;
}

LaboratoryFigures Laboratory::figures() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return {waiting_.size(), computing_.size(), tickets_.size(),
            known_.size(),   known_size_,       computed_};
}

}  // namespace jonbar::serve
