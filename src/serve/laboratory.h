// Questions in, answers out: what waits, what is computed, what is known already.
//
// Who asks gets a *ticket*. Tickets of the same question about the same texts share one
// computation, and one that was answered before is answered at once. A computation ends when its
// last ticket is given back, when its time is over or when the laboratory closes: the engine looks
// at a flag and stops within a step. Answers are kept by what they answer, up to a number of bytes,
// the one asked for longest ago forgotten first.

#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/siphash.h"
#include "serve/event_log.h"
#include "serve/folder.h"
#include "serve/options.h"
#include "serve/question.h"

namespace jonbar::serve {

/// As many questions wait as may.
class Busy : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct Ticket {
    std::string id;
    bool known = false;   // answered before
    bool joined = false;  // asked by another just now
};

struct LaboratoryFigures {
    std::size_t waiting = 0, computing = 0, tickets = 0, answers = 0;
    std::size_t answers_size = 0;
    std::uint64_t computed = 0;
};

class Laboratory {
  public:
    /// Starts the runners. `options` and `folder` must outlive it.
    Laboratory(const ServeOptions& options, const Folder& folder);
    ~Laboratory();
    Laboratory(const Laboratory&) = delete;
    Laboratory& operator=(const Laboratory&) = delete;

    /// Takes a question in. Compiles its text to find the files that it is read from; throws
    /// ScenarioError where it is wrong, Busy where too many wait.
    Ticket ask(const Question& question);

    /// Takes in something else to compute. `asked` names all that the answer depends on, and is
    /// no question's. Throws Busy.
    using Job = std::function<std::string(const Listeners&)>;
    Ticket ask(const std::string& asked, Job job);

    /// Returns what a ticket's question has to tell, or nothing where there is no such ticket.
    /// Shared: who reads it goes on when the ticket is given back.
    std::shared_ptr<EventLog> events(const std::string& ticket);

    /// Gives a ticket back; what nobody waits for any more is stopped. Tells whether it was there.
    bool cancel(const std::string& ticket);

    /// Stops everything and waits until it has.
    void close();

    [[nodiscard]] LaboratoryFigures figures() const;

  private:
    struct Computation {
        std::string key;
        Job job;  // until it is done
        EventLog log;
        std::atomic<bool> stop{false};
        bool started = false, timed_out = false;
        std::size_t tickets = 0;
        std::chrono::steady_clock::time_point deadline, told;
    };
    // Shared by the tickets, the runner that computes it and those who read its log.
    using Shared = std::shared_ptr<Computation>;

    struct Known {
        std::string key, answer;
    };

    void work();
    void watch();
    void compute(const Shared& shared);
    void keep(const std::string& key, const std::string& answer);
    void forget_tickets();
    std::string new_ticket(Shared computation);
    Shared find_computation(const std::string& key) const;

    const ServeOptions& options_;
    const Folder& folder_;
    SampleStore samples_;
    /// A question is known by two hashes whose keys nobody can guess: no client can make one that
    /// gets the answer to another.
    const base::SipKey first_key_, second_key_;

    mutable std::mutex mutex_;
    std::condition_variable more_, watched_;
    bool closing_ = false;
    std::list<Shared> waiting_, computing_;
    std::map<std::string, Shared> tickets_;
    std::list<std::string> ticket_order_;  // oldest first
    std::list<Known> known_;               // asked for last first
    std::map<std::string, std::list<Known>::iterator> known_by_key_;
    std::size_t known_size_ = 0;
    std::uint64_t computed_ = 0;

    std::vector<std::thread> runners_;
    std::thread watchman_;
};

/// Returns `size` bytes that nobody can guess, as hexadecimal digits. Throws IoError.
std::string secret(std::size_t size);

}  // namespace jonbar::serve
