// Command redis is the cache that Argo CD's controllers talk to on the local cluster: the
// in-memory server of github.com/alicebob/miniredis/v2, with keys that expire by the clock.
// It keeps nothing on disk and is no replacement for Redis anywhere else.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/alicebob/miniredis/v2"
)

func main() {
	address := flag.String("address", "", "host:port to listen on; the host is a loopback address")
	flag.Parse()
	if err := serve(*address); err != nil {
		fmt.Fprintf(os.Stderr, "redis: %v\n", err)
		os.Exit(1)
	}
}

// serve answers on address until SIGTERM or SIGINT.
func serve(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("--address: must be host:port (found %q)", address)
	}
	// There is no password, so nothing outside this machine may reach it.
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("--address: must be a loopback address such as 127.0.0.1 (found %q)", host)
	}
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT)

	server := miniredis.NewMiniRedis()
	// Without it time stands still for every TTL, and what Argo CD cached is never fetched again.
	server.ClockTTL(true)
	if err := server.StartAddr(address); err != nil {
		return err
	}
	defer server.Close()
	fmt.Printf("redis: listening on %s\n", server.Addr())
	<-ended
	return nil
}
