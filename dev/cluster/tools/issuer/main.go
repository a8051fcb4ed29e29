// Issuer is an OpenID Connect provider on loopback for tests: zitadel/oidc, a certified library, with people of a file.
//
// It enforces PKCE, checks addresses to return to, and keeps the claims of scopes out of its ID tokens, as the standard
// has it. SIGHUP makes a new signing key; the earlier one stays published.
package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

type person struct {
	storage.User
	Groups []string
}

type settings struct {
	Port     int
	Client   string
	Secret   string
	Redirect string
	People   map[string]person
}

type key struct {
	id      string
	private *rsa.PrivateKey
}

func newKey(number int) key {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key{fmt.Sprintf("key-%d", number), private}
}

func (k key) ID() string                                  { return k.id }
func (k key) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.RS256 }
func (k key) Algorithm() jose.SignatureAlgorithm          { return jose.RS256 }
func (k key) Key() any                                    { return k.private }

type published struct{ key }

func (p published) Use() string { return "sig" }
func (p published) Key() any    { return &p.private.PublicKey }

// provider is the library's store in memory, with groups and keys that change.
type provider struct {
	*storage.Storage
	people map[string]person
	lock   sync.Mutex
	keys   []key
}

func (p *provider) rotate() {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.keys = append(p.keys, newKey(len(p.keys)+1))
}

func (p *provider) SigningKey(context.Context) (op.SigningKey, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.keys[len(p.keys)-1], nil
}

func (p *provider) KeySet(context.Context) ([]op.Key, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	var all []op.Key
	for _, each := range p.keys {
		all = append(all, published{each})
	}
	return all, nil
}

func (p *provider) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, token, subject, origin string) error {
	if err := p.Storage.SetUserinfoFromToken(ctx, info, token, subject, origin); err != nil {
		return err
	}
	info.AppendClaims("groups", p.people[subject].Groups)
	return nil
}

// people are found as the library's store asks for them.
type people map[string]person

func (p people) ExampleClientID() string { return "none" }

func (p people) GetUserByID(id string) *storage.User {
	if found, there := p[id]; there {
		return &found.User
	}
	return nil
}

func (p people) GetUserByUsername(name string) *storage.User {
	for _, each := range p {
		if each.Username == name {
			return &each.User
		}
	}
	return nil
}

func main() {
	var read settings
	content, err := os.ReadFile(os.Args[1])
	if err == nil {
		err = json.Unmarshal(content, &read)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	storage.RegisterClients(storage.WebClient(read.Client, read.Secret, read.Redirect))
	store := &provider{Storage: storage.NewStorage(people(read.People)), people: read.People, keys: []key{newKey(1)}}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	go func() {
		for range signals {
			store.rotate()
		}
	}()
	address := fmt.Sprintf("127.0.0.1:%d", read.Port)
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	logger.Error("ended", "error", http.ListenAndServe(address, exampleop.SetupServer("http://"+address, store, logger, false)))
}
